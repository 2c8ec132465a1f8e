import * as vscode from 'vscode';

const SCHEME = 'slipway-text';
const SUFFIXES: Readonly<Record<string, string>> = {
  json: '.json',
  yaml: '.yaml',
  markdown: '.md',
  diff: '.diff',
  plaintext: '.txt',
};

let texts: Map<string, string> | undefined;
let made = 0;

/** A read-only document with a title of its own, beside what is open. Its text is forgotten when it is closed. */
export async function showReadOnly(options: ReadOnlyText): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uriFor(options));
  const { language } = options;
  const shown = document.languageId === language ? document : await vscode.languages.setTextDocumentLanguage(document, language);
  await vscode.window.showTextDocument(shown, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}

/** Markdown as a page. */
export async function showPage({ title, text }: Omit<ReadOnlyText, 'language'>): Promise<void> {
  await vscode.commands.executeCommand('markdown.showPreviewToSide', uriFor({ title, text, language: 'markdown' }));
}

interface ReadOnlyText {
  readonly title: string;
  readonly text: string;
  readonly language: string;
}

function uriFor({ title, text, language }: ReadOnlyText): vscode.Uri {
  texts ??= provide();
  const path = `/${title.replaceAll('/', '∕')}${SUFFIXES[language] ?? ''}`;
  const uri = vscode.Uri.from({ scheme: SCHEME, path, query: String(++made) });
  texts.set(uri.query, text);
  return uri;
}

/** Registered with the first text, for as long as the extension runs. */
function provide(): Map<string, string> {
  const known = new Map<string, string>();
  vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => known.get(uri.query) ?? '',
  });
  vscode.workspace.onDidCloseTextDocument(({ uri, isClosed }) => {
    if (uri.scheme === SCHEME && isClosed) known.delete(uri.query);
  });
  return known;
}
