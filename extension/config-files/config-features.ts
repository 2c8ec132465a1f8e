import * as vscode from 'vscode';
import type { CurrentSession } from '../current-session.ts';
import type { Disposable } from '../events.ts';
import { disposeAll } from '../events.ts';
import { t } from '../l10n.ts';
import { registerConfigDiagnostics } from './config-diagnostics.ts';
import type { ConfigLanguage } from './config-language.ts';
import { CONFIG_FILES, createConfigLanguage, isJson } from './config-language.ts';
import { kindOfFile, readConfigText } from './config-text.ts';
import { explainAt } from './hover.ts';
import { lensesOf } from './lenses.ts';
import { suggest } from './suggest.ts';
import { yamlPlace } from './yaml-place.ts';

/** Configuration files of CRI as code: completion, hover, problems and what to do with a file. The caller disposes. */
export function registerConfigFiles(extensionPath: string, sessions: Pick<CurrentSession, 'get' | 'onDidChange'>): Disposable {
  const language = createConfigLanguage(extensionPath, sessions);
  return disposeAll([
    vscode.languages.registerCompletionItemProvider(CONFIG_FILES, completions(language), ' ', '\n', '-'),
    vscode.languages.registerHoverProvider(CONFIG_FILES, hovers(language)),
    registerLenses(language),
    registerConfigDiagnostics(language),
    language,
  ]);
}

/** JSON has these by its schema. */
function completions(language: ConfigLanguage): vscode.CompletionItemProvider {
  return {
    provideCompletionItems: async (document, position) => {
      const kind = kindOfFile(document.uri.path);
      if (kind === undefined || isJson(document)) return [];
      const [schemas, { images = [] }] = await Promise.all([language.schemas(), language.facts()]);
      const offset = document.offsetAt(position);
      const part = partOf(document.getText(), offset);
      // A file of a pod has its containers behind it.
      const own = /^image:/m.test(part) ? 'container' : document.getText().includes('\n---') ? kindOf(part, kind) : kind;
      const place = yamlPlace(document.getText(), offset);
      const range = new vscode.Range(document.positionAt(place.start), position);
      return suggest(schemas[own], place, { images }).map((each) => {
        const { Property, EnumMember } = vscode.CompletionItemKind;
        const item = new vscode.CompletionItem(each.label, each.kind === 'field' ? Property : EnumMember);
        item.insertText = each.text;
        item.range = range;
        item.detail = each.detail;
        if (each.description !== '') item.documentation = each.description;
        return item;
      });
    },
  };
}

/** The document of a text with several that an offset is in. */
function partOf(text: string, offset: number): string {
  const begin = text.lastIndexOf('\n---', offset);
  const end = text.indexOf('\n---', offset);
  return text.slice(begin < 0 ? 0 : begin + 4, end < 0 ? undefined : end);
}

function kindOf(part: string, kind: 'pod' | 'container'): 'pod' | 'container' {
  return /^(command|args|envs|mounts|log_path|working_dir):/m.test(part) ? 'container' : kind;
}

function hovers(language: ConfigLanguage): vscode.HoverProvider {
  return {
    provideHover: async (document, position) => {
      const kind = kindOfFile(document.uri.path);
      if (kind === undefined || isJson(document)) return undefined;
      const [schemas, text] = await Promise.all([language.schemas(), readConfigText(document.getText(), kind)]);
      for (const config of text.documents) {
        const found = await explainAt(config, schemas[config.kind], document.offsetAt(position));
        if (found === undefined) continue;
        const words = new vscode.MarkdownString(
          `\`${found.path}\`${found.type === '' ? '' : ` — ${found.type}`}\n\n${found.description}`,
        );
        return new vscode.Hover(words, new vscode.Range(document.positionAt(found.start), document.positionAt(found.end)));
      }
      return undefined;
    },
  };
}

function registerLenses(language: ConfigLanguage): Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document) => {
      const text = await language.read(document);
      if (text === undefined) return [];
      return lensesOf(text.documents, language.session().pods.snapshot.value).map(({ at, title, command, argument }) => {
        const { line } = document.positionAt(at);
        const range = new vscode.Range(line, 0, line, 0);
        if (argument !== 'file') return new vscode.CodeLens(range, { title, command, arguments: [argument] });
        // What runs is what is on the disk.
        if (document.isDirty || document.isUntitled)
          return new vscode.CodeLens(range, { title: t('$(save) Save, to run it'), command: 'workbench.action.files.save' });
        return new vscode.CodeLens(range, { title, command, arguments: [document.uri] });
      });
    },
  };
  return disposeAll([
    changed,
    vscode.languages.registerCodeLensProvider(CONFIG_FILES, provider),
    language.onDidChange(() => {
      changed.fire();
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (kindOfFile(uri.path) !== undefined) changed.fire();
    }),
  ]);
}
