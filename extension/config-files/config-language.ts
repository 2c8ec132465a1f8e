import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CurrentSession } from '../current-session.ts';
import { createEmitter, disposeAll } from '../events.ts';
import type { Disposable, Event } from '../events.ts';
import type { Session } from '../target/session.ts';
import type { ConfigKind, Schemas } from './config-schema.ts';
import type { ConfigText } from './config-text.ts';
import { kindOfFile, readConfigText } from './config-text.ts';
import type { TargetFacts } from './meaning-problems.ts';

/** What the language features of configuration files share; everything is read when the first such file is seen. */
export interface ConfigLanguage extends Disposable {
  readonly session: () => Session;
  /** Fires when what runs, or which images there are, has changed; only while a configuration file is seen. */
  readonly onDidChange: Event<undefined>;
  schemas(): Promise<Schemas>;
  facts(): Promise<TargetFacts>;
  /** Undefined for documents that are no configuration. */
  read(document: vscode.TextDocument): Promise<ConfigText> | undefined;
}

/** Files of these names, wherever they are. */
export const CONFIG_FILES: readonly vscode.DocumentFilter[] = [
  { pattern: '**/*.{pod,container}.{yaml,yml,json}' },
  { pattern: '**/{pod,sandbox,pod-sandbox,container}-config.{yaml,yml,json}' },
];

export function createConfigLanguage(
  extensionPath: string,
  sessions: Pick<CurrentSession, 'get' | 'onDidChange'>,
): ConfigLanguage {
  const session = (): Session => sessions.get();
  const changes = createEmitter<undefined>();
  const following = followWhileSeen(sessions, () => {
    changes.fire(undefined);
  });
  let loaded: Promise<Schemas> | undefined;
  const load = async (name: string): Promise<Schemas[ConfigKind]> =>
    JSON.parse(await readFile(join(extensionPath, 'proto', 'gen', `${name}.schema.json`), 'utf8')) as Schemas[ConfigKind];
  const loadBoth = async (): Promise<Schemas> => {
    const [pod, container] = await Promise.all([load('pod-sandbox-config'), load('container-config')]);
    return { pod, container };
  };
  return {
    session,
    onDidChange: changes.event,
    dispose: () => {
      following.dispose();
    },
    schemas: () => (loaded ??= loadBoth()),
    facts: async () => {
      const { images, target } = session();
      const known = images.snapshot.value;
      return {
        images: known?.images.flatMap(({ tags, digests, id }) => [...tags, ...digests, id]),
        // Only the machine of this extension host can be looked at.
        exists: target.kind === 'local' || target.kind === 'foreign' ? exists : undefined,
      };
    },
    read: (document) => {
      const kind = kindOfFile(document.uri.path);
      return kind === undefined ? undefined : readConfigText(document.getText(), kind);
    },
  };
}

/** Nothing is asked of a runtime for files that nobody looks at. */
function followWhileSeen(sessions: Pick<CurrentSession, 'get' | 'onDidChange'>, changed: () => void): Disposable {
  let watch: Disposable | undefined;
  const stop = (): void => {
    watch?.dispose();
    watch = undefined;
  };
  const follow = (): void => {
    const isSeen = vscode.window.visibleTextEditors.some(({ document }) => kindOfFile(document.uri.path) !== undefined);
    if (!isSeen) stop();
    else if (watch === undefined) {
      const { pods, images } = sessions.get();
      watch = disposeAll([pods.watch(), images.watch(), pods.onDidChange(changed), images.onDidChange(changed)]);
    }
  };
  follow();
  return disposeAll([
    vscode.window.onDidChangeVisibleTextEditors(follow),
    sessions.onDidChange(() => {
      stop();
      follow();
      changed();
    }),
    { dispose: stop },
  ]);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    // What may not be seen may well be there.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** Whether VS Code's own JSON features, by the schema in package.json, check the shape already. */
export function isJson({ languageId }: vscode.TextDocument): boolean {
  return languageId === 'json' || languageId === 'jsonc';
}
