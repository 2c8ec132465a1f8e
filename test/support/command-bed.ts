import { createActivity } from '../../extension/client/activity.ts';
import type { FilePlace } from '../../extension/client/file-calls.ts';
import { connectRuntime } from '../../extension/client/connect.ts';
import type { CommandContext } from '../../extension/commands/command.ts';
import { dispatch } from '../../extension/commands/dispatch.ts';
import { COMMANDS } from '../../extension/commands/index.ts';
import { createCredentials } from '../../extension/credentials.ts';
import { createPortForwards, type PortForwards } from '../../extension/forward/port-forwards.ts';
import { createSession, type Session } from '../../extension/target/session.ts';
import { examine } from '../../extension/target/health.ts';
import { createTargets, type Targets } from '../../extension/target/targets.ts';
import type { TargetEntry } from '../../extension/target/target.ts';
import { localTarget } from '../../extension/target/target.ts';
import type { Subject } from '../../extension/tree/tree-node.ts';
import { createViewOptions, type ViewOptionStore } from '../../extension/tree/view-options.ts';
import type { StreamOptions, Ui, UiAction } from '../../extension/ui/ui.ts';
import { startFakeEndpoint, type FakeEndpoint } from './fake-cri-endpoint.ts';

/** What a person answers, in order; what is asked beyond that is dismissed. */
export interface Answers {
  readonly picks?: readonly string[];
  readonly answers?: readonly string[];
  /** Labels of the items to choose of each choice of many; default: those that are chosen from the start. */
  readonly many?: readonly (readonly string[])[];
  /** Paths to read from and to write to. */
  readonly paths?: readonly string[];
}

/** The commands over a fake endpoint, with a person who answers as the test says. */
export interface CommandBed {
  readonly endpoint: FakeEndpoint;
  readonly session: Session;
  readonly forwards: PortForwards;
  readonly views: ViewOptionStore;
  readonly targets: Targets;
  /** What the workspace remembers. */
  readonly memory: Map<string, unknown>;
  /** Labels of everything that was to be picked from. */
  readonly offered: string[];
  /** Details of what was to be confirmed, and what stood beside items. */
  readonly confirmed: string[];
  readonly details: string[];
  readonly streams: StreamOptions[];
  readonly texts: string[];
  readonly told: { readonly message: string; readonly actions: readonly UiAction[] }[];
  readonly opened: string[];
  /** What went to the clipboard. */
  readonly copied: string[];
  run(id: string, answers?: Answers, subjects?: readonly Subject[]): ReturnType<typeof dispatch>;
  close(): Promise<void>;
}

/** With `socket` over the runtime there, and the fake endpoint is idle. */
export async function openCommandBed({ socket }: { readonly socket?: string } = {}): Promise<CommandBed> {
  const endpoint = await startFakeEndpoint();
  const address = socket ?? endpoint.socket;
  const activity = createActivity({ limit: 50, now: Date.now });
  const client = connectRuntime(address, activity);
  const probes = {
    platform: 'linux',
    architecture: 'x64',
    ownsRuntime: false,
    socket: address,
    expectedVersion: '0.1.0',
    findProcess: async () => 1,
    statSocket: async () => 'socket' as const,
    canConnect: async () => true,
    askVersion: () => client.version(),
  };
  const target = localTarget(address);
  const session = createSession({ target, client, daemon: undefined, activity, probes, intervalMs: () => 1000 });
  await session.refresh();
  const memory = new Map<string, unknown>();
  const secrets = new Map<string, string>();
  const credentials = createCredentials(
    {
      get: async (key) => secrets.get(key),
      store: async (key, value) => void secrets.set(key, value),
      delete: async (key) => void secrets.delete(key),
    },
    { get: (key) => memory.get(key), update: async (key, value) => void memory.set(key, value) },
  );
  const workspace = {
    get: (key: string) => memory.get(key),
    update: async (key: string, value: unknown) => void memory.set(key, structuredClone(value)),
  };
  let entries: readonly TargetEntry[] = [];
  const targets = createTargets({
    socket: () => address,
    entries: () => entries,
    save: async (next) => void (entries = next),
    memory: workspace,
    examine: async (each) => await examine({ ...probes, socket: each.socket }, () => client.status()),
  });
  const forwards = createPortForwards(workspace, () => client);
  const views = createViewOptions(workspace);
  const bed: CommandBed = {
    endpoint,
    session,
    forwards,
    views,
    targets,
    memory,
    offered: [],
    confirmed: [],
    details: [],
    streams: [],
    texts: [],
    told: [],
    opened: [],
    copied: [],
    run: async (id, answers = {}, subjects = []) => {
      const row = COMMANDS.find((each) => each.id === id);
      if (row === undefined) throw new Error(`no command ${id}`);
      const context: CommandContext = {
        session,
        forwards,
        credentials,
        targets,
        views,
        ui: person(bed, answers),
        ...SURROUNDINGS,
        documents: {
          ...SURROUNDINGS.documents,
          openFile: async (place) => void bed.opened.push(place.path),
          compareFiles: async (before, after) => void bed.opened.push(`${sideOf(before)} ↔ ${sideOf(after)}`),
        },
      };
      return dispatch(row, context, subjects);
    },
    close: async () => {
      forwards.dispose();
      session.dispose();
      await endpoint.stop();
    },
  };
  return bed;
}

function sideOf(place: FilePlace): string {
  return `${'image' in place ? 'image' : 'container'} ${place.path}`;
}

const nothing = async (): Promise<void> => undefined;

const SURROUNDINGS = {
  trusted: true,
  about: { id: 'slipway.slipway', slipway: '0.1.0', editor: 'a test', remote: '' },
  documents: {
    showLogs: nothing,
    showPodLogs: nothing,
    inspect: nothing,
    refreshInspect: nothing,
    switchInspectFormat: nothing,
    compareInspect: nothing,
    openPanel: nothing,
    addFolder: () => undefined,
    newFile: nothing,
    browseFiles: nothing,
    refreshFiles: () => undefined,
    openFile: nothing,
    compareFiles: nothing,
    linkTo: (subject: Subject) => `vscode://slipway.slipway/${subject.kind}`,
    showDaemonLog: nothing,
    showWindowLog: () => undefined,
  },
  settings: { socket: '', root: '', run: '', configFile: '', stopTimeoutSeconds: 1, refreshMs: 1000, logTailLines: 10 },
};

function person(bed: CommandBed, { picks = [], answers = [], many = [], paths = [] }: Answers): Ui {
  const nextMany = many.values();
  const nextPath = paths.values();
  const nextPick = picks.values();
  const nextAnswer = answers.values();
  return {
    pick: async ({ items, free }) => {
      bed.offered.push(...items.map((item) => item.label));
      const wanted = nextPick.next().value;
      return wanted === undefined ? undefined : (items.find((item) => item.label === wanted) ?? free?.(wanted))?.value;
    },
    ask: async ({ check }) => {
      const answer = nextAnswer.next().value;
      return answer === undefined || check?.(answer) !== undefined ? undefined : answer;
    },
    pickMany: async ({ items }) => {
      bed.offered.push(...items.map((item) => item.label));
      bed.details.push(...items.map((item) => item.detail ?? ''));
      const wanted = nextMany.next().value;
      return items.filter(({ label, picked }) => wanted?.includes(label) ?? picked).map((item) => item.value);
    },
    chooseTarget: async () => nextPath.next().value,
    chooseSource: async () => nextPath.next().value,
    confirm: async ({ detail }) => {
      bed.confirmed.push(detail);
      return true;
    },
    progress: (_options, act) => act(() => undefined, new AbortController().signal),
    note: () => undefined,
    tell: (message, actions = []) => void bed.told.push({ message, actions }),
    copy: async (text) => void bed.copied.push(text),
    showText: async ({ text }) => void bed.texts.push(text),
    showMarkdown: async ({ text }) => void bed.texts.push(text),
    openFile: nothing,
    openInBrowser: async (url) => void bed.opened.push(url),
    openTerminal: () => undefined,
    openStream: (options) => void bed.streams.push(options),
    runCommand: nothing,
  };
}
