import * as vscode from 'vscode';
import type { Disposable } from '../events.ts';
import { disposeAll } from '../events.ts';
import { t } from '../l10n.ts';
import type { SubjectOf } from '../tree/tree-node.ts';
import type { ConfigLanguage } from './config-language.ts';
import { CONFIG_FILES, isJson } from './config-language.ts';
import { kindOfFile } from './config-text.ts';
import { meaningProblems } from './meaning-problems.ts';
import type { Problem } from './shape-problems.ts';
import { shapeProblems } from './shape-problems.ts';

/** After the last key. */
const PAUSE_MS = 300;

/** Underlines what is wrong in the configuration files that are seen, and offers what to do about it. The caller disposes. */
export function registerConfigDiagnostics(language: ConfigLanguage): Disposable {
  const shown = vscode.languages.createDiagnosticCollection('slipway');
  const problems = new WeakMap<vscode.Diagnostic, Problem>();
  const timers = new Map<string, NodeJS.Timeout>();
  const check = async (document: vscode.TextDocument): Promise<void> => {
    const { version } = document;
    const found = await problemsOf(language, document);
    if (document.isClosed || document.version !== version) return;
    shown.set(
      document.uri,
      found.map((problem) => {
        const diagnostic = diagnosticOf(document, problem);
        problems.set(diagnostic, problem);
        return diagnostic;
      }),
    );
  };
  const soon = (document: vscode.TextDocument): void => {
    if (kindOfFile(document.uri.path) === undefined) return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key);
        void check(document);
      }, PAUSE_MS),
    );
  };
  const all = (): void => {
    for (const { document } of vscode.window.visibleTextEditors) soon(document);
  };
  all();
  return disposeAll([
    shown,
    language.onDidChange(all),
    vscode.window.onDidChangeVisibleTextEditors(all),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      soon(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      clearTimeout(timers.get(uri.toString()));
      shown.delete(uri);
    }),
    vscode.languages.registerCodeActionsProvider(CONFIG_FILES, actionsFor(problems), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  ]);
}

async function problemsOf(language: ConfigLanguage, document: vscode.TextDocument): Promise<readonly Problem[]> {
  const text = await language.read(document);
  if (text === undefined) return [];
  const [schemas, facts] = await Promise.all([language.schemas(), language.facts()]);
  // VS Code tells these of JSON itself.
  const withShape = !isJson(document);
  const errors = withShape ? text.errors.map((error): Problem => ({ ...error, severity: 'error' })) : [];
  const found = await Promise.all(
    text.documents.map(async (config) => [
      ...(withShape ? await shapeProblems(config, schemas[config.kind]) : []),
      ...(await meaningProblems(config, facts)),
    ]),
  );
  return [...errors, ...found.flat()];
}

function diagnosticOf(document: vscode.TextDocument, { start, end, message, severity }: Problem): vscode.Diagnostic {
  const { DiagnosticSeverity } = vscode;
  const severities = {
    error: DiagnosticSeverity.Error,
    warning: DiagnosticSeverity.Warning,
    information: DiagnosticSeverity.Information,
    hint: DiagnosticSeverity.Hint,
  } as const;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  // One line is enough to show where an object lacks something.
  const short = range.isSingleLine ? range : document.lineAt(range.start.line).range.with(range.start);
  const diagnostic = new vscode.Diagnostic(short, message, severities[severity]);
  diagnostic.source = 'Slipway';
  return diagnostic;
}

function actionsFor(problems: WeakMap<vscode.Diagnostic, Problem>): vscode.CodeActionProvider {
  return {
    provideCodeActions: (document, _range, { diagnostics }) =>
      diagnostics.flatMap((diagnostic) => {
        const problem = problems.get(diagnostic);
        if (problem?.fix !== undefined) {
          const action = new vscode.CodeAction(problem.fix.title, vscode.CodeActionKind.QuickFix);
          action.edit = new vscode.WorkspaceEdit();
          action.edit.replace(document.uri, diagnostic.range, problem.fix.text);
          action.diagnostics = [diagnostic];
          action.isPreferred = true;
          return [action];
        }
        if (problem?.pull === undefined) return [];
        const action = new vscode.CodeAction(t('Pull {0}', problem.pull), vscode.CodeActionKind.QuickFix);
        const image = { id: '', tags: [problem.pull], digests: [], sizeBytes: 0, pinned: false };
        const subject: SubjectOf<'image'> = { kind: 'image', name: problem.pull, image };
        action.command = { command: 'slipway.image.pull', title: action.title, arguments: [subject] };
        action.diagnostics = [diagnostic];
        return [action];
      }),
  };
}
