import { createActivity } from '../../extension/client/activity.ts';
import { connectRuntime } from '../../extension/client/connect.ts';
import type { CommandContext } from '../../extension/commands/command.ts';
import { dispatch } from '../../extension/commands/dispatch.ts';
import { COMMANDS } from '../../extension/commands/index.ts';
import { createPortForwards, type PortForwards } from '../../extension/forward/port-forwards.ts';
import { createSession, type Session } from '../../extension/target/session.ts';
import { localTarget } from '../../extension/target/target.ts';
import type { Subject } from '../../extension/tree/tree-node.ts';
import type { StreamOptions, Ui, UiAction } from '../../extension/ui/ui.ts';
import { startFakeEndpoint, type FakeEndpoint } from './fake-cri-endpoint.ts';

/** What a person answers, in order; what is asked beyond that is dismissed. */
export interface Answers {
  readonly picks?: readonly string[];
  readonly answers?: readonly string[];
}

/** The commands over a fake endpoint, with a person who answers as the test says. */
export interface CommandBed {
  readonly endpoint: FakeEndpoint;
  readonly session: Session;
  readonly forwards: PortForwards;
  /** What the workspace remembers. */
  readonly memory: Map<string, unknown>;
  /** Labels of everything that was to be picked from. */
  readonly offered: string[];
  readonly streams: StreamOptions[];
  readonly texts: string[];
  readonly told: { readonly message: string; readonly actions: readonly UiAction[] }[];
  readonly opened: string[];
  run(id: string, answers?: Answers, subjects?: readonly Subject[]): ReturnType<typeof dispatch>;
  close(): Promise<void>;
}

export async function openCommandBed(): Promise<CommandBed> {
  const endpoint = await startFakeEndpoint();
  const activity = createActivity({ limit: 50, now: Date.now });
  const client = connectRuntime(endpoint.socket, activity);
  const probes = {
    platform: 'linux',
    architecture: 'x64',
    ownsRuntime: false,
    socket: endpoint.socket,
    expectedVersion: '0.1.0',
    findProcess: async () => 1,
    statSocket: async () => 'socket' as const,
    canConnect: async () => true,
    askVersion: () => client.version(),
  };
  const target = localTarget(endpoint.socket);
  const session = createSession({ target, client, daemon: undefined, activity, probes, intervalMs: () => 1000 });
  await session.refresh();
  const memory = new Map<string, unknown>();
  const forwards = createPortForwards(
    {
      get: (key) => memory.get(key),
      update: async (key, value) => void memory.set(key, structuredClone(value)),
    },
    () => client,
  );
  const bed: CommandBed = {
    endpoint,
    session,
    forwards,
    memory,
    offered: [],
    streams: [],
    texts: [],
    told: [],
    opened: [],
    run: async (id, answers = {}, subjects = []) => {
      const row = COMMANDS.find((each) => each.id === id);
      if (row === undefined) throw new Error(`no command ${id}`);
      const context: CommandContext = { session, forwards, ui: person(bed, answers), ...SURROUNDINGS };
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

const nothing = async (): Promise<void> => undefined;

const SURROUNDINGS = {
  documents: {
    showLogs: nothing,
    showPodLogs: nothing,
    inspect: nothing,
    openContainer: nothing,
    showDaemonLog: nothing,
    showWindowLog: () => undefined,
  },
  settings: { socket: '', root: '', run: '', configFile: '', stopTimeoutSeconds: 1, refreshMs: 1000, logTailLines: 10 },
};

function person(bed: CommandBed, { picks = [], answers = [] }: Answers): Ui {
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
    confirm: async () => true,
    progress: (_options, act) => act(() => undefined, new AbortController().signal),
    note: () => undefined,
    tell: (message, actions = []) => void bed.told.push({ message, actions }),
    copy: nothing,
    showText: async ({ text }) => void bed.texts.push(text),
    openFile: nothing,
    openInBrowser: async (url) => void bed.opened.push(url),
    openTerminal: () => undefined,
    openStream: (options) => void bed.streams.push(options),
    runCommand: nothing,
  };
}
