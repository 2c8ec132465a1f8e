import { RpcError } from '../client/rpc-error.ts';
import type { Container, Image, Pod } from '../client/types.ts';
import type { CurrentSession } from '../current-session.ts';
import { createEmitter, disposeAll } from '../events.ts';
import type { Disposable, Event } from '../events.ts';
import { containerNamed, imageNamed, podNamed } from '../find-named.ts';
import { t } from '../l10n.ts';
import { containerLog } from '../logs/container-log.ts';
import type { PodList } from '../target/lists.ts';
import type { Session } from '../target/session.ts';
import type { Subject } from '../tree/tree-node.ts';
import type {
  SlipwayApiV1,
  SlipwayContainer,
  SlipwayContainerChange,
  SlipwayExports,
  SlipwayImage,
  SlipwayLogLine,
  SlipwayLogOptions,
  SlipwayPod,
  SlipwaySubject,
  SlipwayTarget,
} from './slipway.d.ts';

const EXEC_SECONDS = 60;

export interface ApiParts {
  readonly sessions: Pick<CurrentSession, 'get' | 'onDidChange'>;
  /** Runs a command of the table on a subject, as a person would. */
  readonly runCommand: (id: string, subject: Subject | undefined) => Promise<void>;
  readonly commandIds: readonly string[];
}

/** What `activate` returns to other extensions. */
export function createExports(parts: ApiParts): SlipwayExports {
  const api = createApi(parts);
  return {
    getApi: (version: number) => {
      if (version === 1) return api;
      throw new RpcError('unimplemented', t('this Slipway has no API of version {0}', String(version)), {
        hint: t('it has version 1'),
      });
    },
  };
}

function createApi({ sessions, runCommand, commandIds }: ApiParts): SlipwayApiV1 {
  const client = (): Session['client'] => sessions.get().client;
  return Object.freeze({
    version: 1,
    get target() {
      return targetOf(sessions.get());
    },
    onDidChangeTarget: (listener: (target: SlipwayTarget) => void) =>
      sessions.onDidChange((session) => {
        listener(targetOf(session));
      }),
    listPods: async (options) => (await client().listPods(options)).map(podOf),
    listContainers: async (options) => (await client().listContainers(options)).map(containerOf),
    listImages: async (options) => (await client().listImages(options)).map(imageOf),
    onDidChangeContainers: containerChanges(sessions),
    logs: (id, options) => logLines(client(), id, options),
    exec: (id, argv, { timeoutSeconds = EXEC_SECONDS, ...options } = {}) =>
      client().execSync(id, argv, { ...options, timeoutSeconds }),
    runCommand: async (command, subject) => {
      if (!commandIds.includes(command)) throw new RpcError('not-found', t('Slipway has no command {0}', command));
      await runCommand(command, subject === undefined ? undefined : await subjectOf(sessions.get(), subject));
    },
  } satisfies SlipwayApiV1);
}

async function* logLines(
  client: Session['client'],
  id: string,
  { follow = false, tail = 0, signal = new AbortController().signal }: SlipwayLogOptions = {},
): AsyncGenerator<SlipwayLogLine> {
  const open = { stdout: '', stderr: '' };
  for await (const entries of containerLog(client, id, { query: { follow, tailLines: tail }, signal })) {
    for (const { time, stream, text, partial } of entries) {
      open[stream] += text;
      if (partial) continue;
      yield { time, stream, text: open[stream] };
      open[stream] = '';
    }
  }
}

/** Listeners watch the session that is current; the first list is what changes are counted from. */
function containerChanges(sessions: ApiParts['sessions']): Event<readonly SlipwayContainerChange[]> {
  return (listener) => {
    const changes = createEmitter<readonly SlipwayContainerChange[]>();
    const subscription = changes.event(listener);
    let watch: Disposable = disposeAll([]);
    const follow = ({ pods }: Session): void => {
      watch.dispose();
      let known = pods.snapshot.value;
      watch = disposeAll([
        pods.onDidChange(({ value }) => {
          const changed = known === undefined || value === undefined ? [] : changesBetween(known, value);
          known = value ?? known;
          if (changed.length > 0) changes.fire(changed);
        }),
        pods.watch(),
      ]);
    };
    follow(sessions.get());
    const next = sessions.onDidChange(follow);
    return {
      dispose: () => {
        disposeAll([watch, next, subscription]).dispose();
      },
    };
  };
}

function changesBetween(before: PodList, after: PodList): readonly SlipwayContainerChange[] {
  const old = new Map(before.containers.map((container) => [container.id, container]));
  const fresh = new Set(after.containers.map(({ id }) => id));
  return [
    ...after.containers.flatMap((container): readonly SlipwayContainerChange[] => {
      const earlier = old.get(container.id);
      if (earlier?.state === container.state) return [];
      return [{ kind: earlier === undefined ? 'added' : 'changed', container: containerOf(container) }];
    }),
    ...before.containers
      .filter(({ id }) => !fresh.has(id))
      .map((container) => ({ kind: 'removed' as const, container: containerOf(container) })),
  ];
}

async function subjectOf(session: Session, { kind, id }: SlipwaySubject): Promise<Subject> {
  if (kind === 'pod') return { kind, pod: await podNamed(session, id) };
  if (kind === 'container') return { kind, container: await containerNamed(session, id) };
  const image = await imageNamed(session, id);
  return { kind, image, name: image.tags[0] ?? image.digests[0] ?? image.id };
}

// What is given away is named here field by field: what the workbench adds for itself is nobody's promise.
function targetOf({ target: { id, label, kind } }: Session): SlipwayTarget {
  return { id, label, kind };
}

function podOf({ id, name, namespace, state, createdAt, labels, annotations }: Pod): SlipwayPod {
  return { id, name, namespace, state, createdAt, labels, annotations };
}

function containerOf(container: Container): SlipwayContainer {
  const { id, podId, name, attempt, image, imageId, state, createdAt, labels, annotations } = container;
  return { id, podId, name, attempt, image, imageId, state, createdAt, labels, annotations };
}

function imageOf({ id, tags, digests, sizeBytes }: Image): SlipwayImage {
  return { id, tags, digests, sizeBytes };
}
