import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createActivity } from '../../extension/client/activity.ts';
import { connectRuntime } from '../../extension/client/connect.ts';
import type { CommandContext } from '../../extension/commands/command.ts';
import { dispatch } from '../../extension/commands/dispatch.ts';
import { COMMANDS } from '../../extension/commands/index.ts';
import { parseRunLine } from '../../extension/commands/image/run-request.ts';
import { createPortForwards } from '../../extension/forward/port-forwards.ts';
import { createTargets } from '../../extension/target/targets.ts';
import { createSession } from '../../extension/target/session.ts';
import type { Session } from '../../extension/target/session.ts';
import { localTarget } from '../../extension/target/target.ts';
import { createViewOptions } from '../../extension/tree/view-options.ts';
import type { Memory } from '../../extension/tree/view-options.ts';
import type { Ui } from '../../extension/ui/ui.ts';
import { startFakeEndpoint } from '../support/fake-cri-endpoint.ts';
import type { FakeEndpoint } from '../support/fake-cri-endpoint.ts';

let endpoint: FakeEndpoint;
let session: Session;

beforeEach(async () => {
  endpoint = await startFakeEndpoint();
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
  session = createSession({
    target: localTarget(endpoint.socket),
    client,
    daemon: undefined,
    activity,
    probes,
    intervalMs: () => 1000,
  });
  await session.refresh();
});

afterEach(async () => {
  session.dispose();
  await endpoint.stop();
});

describe('Run Image', () => {
  it('pulls what is absent, then makes a pod with the container and starts it', async () => {
    const outcome = await run('slipway.image.run', { picks: ['busybox'], answers: ['--name web -p 8080:80 -- sleep 1d'] });
    expect(outcome?.failures).toEqual([]);
    const acts = endpoint.calls.filter((name) => /^(slipway|Run|Create|Start)/.test(name));
    expect(acts).toEqual(['slipway.PullImage', 'RunPodSandbox', 'CreateContainer', 'StartContainer']);
    expect(session.pods.snapshot.value).toMatchObject({
      pods: [{ name: 'web', state: 'ready' }],
      containers: [{ name: 'web', state: 'running' }],
    });
    expect(session.activity.tasks.map((task) => `${task.title}: ${task.state}`)).toEqual(['Run web: done', 'Pull busybox: done']);
  });

  it.each(['CreateContainer', 'StartContainer'])('leaves nothing behind when %s fails', async (method) => {
    endpoint.images.set('sha256:1', { tags: ['busybox'], size: 1 });
    endpoint.fail(method, status.INVALID_ARGUMENT, 'bad');
    const outcome = await run('slipway.image.run', { picks: ['busybox'], answers: ['--name web'] });
    expect(outcome?.failures).toMatchObject([{ error: { code: 'invalid-argument', message: 'bad' } }]);
    expect(endpoint.pods.size).toBe(0);
    expect(endpoint.containers.size).toBe(0);
  });

  it('does nothing when it is dismissed at either step', async () => {
    await run('slipway.image.run', { picks: [undefined] });
    await run('slipway.image.run', { picks: ['busybox'], answers: [undefined] });
    expect(endpoint.pods.size).toBe(0);
  });
});

describe('commands without a subject', () => {
  it('ask for one that they work on, and only such', async () => {
    endpoint.pods.set('p', { name: 'web', state: 0, createdAt: 1 });
    endpoint.containers.set('c1', { podId: 'p', name: 'up', image: 'i', state: 1, createdAt: 1 });
    endpoint.containers.set('c2', { podId: 'p', name: 'down', image: 'i', state: 2, createdAt: 1 });
    const offered: string[] = [];
    await run('slipway.container.stop', { picks: ['up'], offered });
    expect(offered).toEqual(['up']);
    expect(endpoint.containers.get('c1')?.state).toBe(2);
  });

  it('say so when there is none', async () => {
    await expect(run('slipway.container.stop', {})).rejects.toMatchObject({ code: 'not-found' });
  });

  it('remove only after a confirmation that lists what goes', async () => {
    endpoint.pods.set('p', { name: 'web', state: 0, createdAt: 1 });
    endpoint.containers.set('c', { podId: 'p', name: 'app', image: 'i', state: 1, createdAt: 1 });
    const confirmed: string[] = [];
    await run('slipway.pod.remove', { picks: ['web'], confirmed, confirms: false });
    expect(confirmed[0]).toContain('app (running: it is killed)');
    expect(endpoint.pods.size).toBe(1);
    await run('slipway.pod.remove', { picks: ['web'], confirmed, confirms: true });
    expect(endpoint.pods.size).toBe(0);
  });
});

describe('the line of Run Image', () => {
  it.each([
    ['', { name: 'app', ports: [], env: {}, command: [] }],
    [
      '--name web -p 53:53/udp -e "A=b c" sh -c \'echo "hi"\'',
      {
        name: 'web',
        ports: [{ protocol: 'udp', hostPort: 53, containerPort: 53 }],
        env: { A: 'b c' },
        command: ['sh', '-c', 'echo "hi"'],
      },
    ],
    ['-- --version', { name: 'app', ports: [], env: {}, command: ['--version'] }],
  ])('reads %j', (line, request) => {
    expect(parseRunLine(line, 'localhost:5000/team/app:1.0')).toEqual({ request });
  });

  it.each(['--name Bad_Name', '-p 80', '-p 0:80', '--name', '-x 1', 'sh "open'])('says what is wrong with %j', (line) => {
    expect(parseRunLine(line, 'app')).toHaveProperty('problem');
  });
});

interface Script {
  readonly picks?: readonly (string | undefined)[];
  readonly answers?: readonly (string | undefined)[];
  readonly offered?: string[];
  readonly confirmed?: string[];
  readonly confirms?: boolean;
  readonly opened?: string[];
}

function memoryOf(): Memory {
  return { get: () => undefined, update: async () => undefined };
}

function run(id: string, script: Script): ReturnType<typeof dispatch> {
  const row = COMMANDS.find((each) => each.id === id);
  if (row === undefined) throw new Error(`no command ${id}`);
  const nothing = async (): Promise<void> => undefined;
  const documents = {
    showLogs: nothing,
    showPodLogs: nothing,
    inspect: nothing,
    openPanel: nothing,
    addFolder: () => undefined,
    newFile: nothing,
    browseFiles: nothing,
    refreshFiles: () => undefined,
    openFile: nothing,
    compareFiles: async () => undefined,
    linkTo: () => undefined,
    refreshInspect: nothing,
    switchInspectFormat: nothing,
    compareInspect: nothing,
    showDaemonLog: nothing,
    showWindowLog: () => undefined,
  };
  const credentials = { of: async () => undefined, registries: () => [], save: nothing, forget: nothing };
  const settings = { socket: '', root: '', run: '', configFile: '', stopTimeoutSeconds: 1, refreshMs: 1000, logTailLines: 10 };
  const forwards = createPortForwards(memoryOf(), () => session.client);
  return dispatch(
    row,
    {
      session,
      settings,
      documents,
      forwards,
      credentials,
      targets: createTargets({
        socket: () => '',
        entries: () => [],
        save: nothing,
        memory: memoryOf(),
        examine: () => Promise.reject(new Error('not here')),
      }),
      views: createViewOptions(memoryOf()),
      trusted: true,
      about: { id: 'slipway.slipway', slipway: '0.1.0', editor: 'a test', remote: '' },
      ui: scripted(script),
    } satisfies CommandContext,
    [],
  );
}

function scripted({ picks = [], answers = [], offered = [], confirmed = [], confirms = true, opened = [] }: Script): Ui {
  const nextPick = picks.values();
  const nextAnswer = answers.values();
  const nothing = async (): Promise<void> => undefined;
  return {
    pick: async ({ items, free }) => {
      offered.push(...items.map((item) => item.label));
      const wanted = nextPick.next().value;
      return wanted === undefined ? undefined : (items.find((item) => item.label === wanted) ?? free?.(wanted))?.value;
    },
    ask: async () => nextAnswer.next().value,
    pickMany: async () => undefined,
    chooseTarget: async () => undefined,
    chooseSource: async () => undefined,
    confirm: async ({ detail }) => {
      confirmed.push(detail);
      return confirms;
    },
    progress: (_options, act) => act(() => undefined, new AbortController().signal),
    note: () => undefined,
    tell: () => undefined,
    copy: nothing,
    showText: nothing,
    showMarkdown: nothing,
    openFile: nothing,
    openInBrowser: async (url) => void opened.push(url),
    openTerminal: () => undefined,
    openStream: () => undefined,
    runCommand: nothing,
  };
}
