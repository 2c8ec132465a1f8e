import { RpcError } from '../client/rpc-error.ts';
import { isKubelets, kubeletWarning } from '../commands/pod/kubelet-owns.ts';
import { containerNamed, imageNamed, listOf, podNamed } from '../find-named.ts';
import { t } from '../l10n.ts';
import type { Session } from '../target/session.ts';
import { ageOf, sizeOf } from '../tree/words.ts';
import { logTail } from './log-tail.ts';
import { runForTool } from './run-for-tool.ts';
import type { RunInput } from '../commands/image/run-once.ts';
import { whyEnded } from './why-ended.ts';

/** One tool that a language model may call; package.json says the same of its name and its input. */
export interface AssistantTool {
  readonly name: string;
  /** What is said while it runs. */
  readonly doing: (input: ToolInput) => string;
  /** What is asked before it changes something; undefined for one that only looks. */
  readonly confirm?: (input: ToolInput, session: Session) => { readonly title: string; readonly message: string };
  readonly run: (context: ToolContext, input: ToolInput) => Promise<string>;
}

/** What a model has sent: nothing of it is to be trusted. */
export type ToolInput = Readonly<Record<string, unknown>>;

export interface ToolContext {
  readonly session: Session;
  readonly stopTimeoutSeconds: number;
  readonly signal: AbortSignal;
}

const MAX_LINES = 500;
const USUAL_LINES = 100;
const MAX_CHARS = 30_000;
const EXPLAINED_LINES = 30;
const MAX_LISTED = 200;

/** A test holds them against package.json. */
export const ASSISTANT_TOOLS: readonly AssistantTool[] = [
  { name: 'slipway_list', doing: () => t('Listing what runs'), run: list },
  { name: 'slipway_logs', doing: (input) => t('Reading the log of {0}', nameIn(input)), run: logs },
  { name: 'slipway_explain', doing: (input) => t('Looking why {0} has stopped', nameIn(input)), run: explain },
  {
    name: 'slipway_run',
    doing: (input) => t('Running {0}', textIn(input, 'image')),
    confirm: (input, session) => ({ title: t('Run a Container'), message: runQuestion(input, session) }),
    run: async ({ session, signal }, input) => runForTool(session.client, runInput(input), signal),
  },
  {
    name: 'slipway_stop',
    doing: (input) => t('Stopping {0}', nameIn(input)),
    confirm: (input) => ({ title: t('Stop'), message: t('Stop the {0} {1}?', kindIn(input), code(nameIn(input))) }),
    run: stop,
  },
  {
    name: 'slipway_remove',
    doing: (input) => t('Removing {0}', nameIn(input)),
    confirm: (input) => ({
      title: t('Remove'),
      message: t('Remove the {0} {1}? What it has written goes with it.', kindIn(input), code(nameIn(input))),
    }),
    run: remove,
  },
];

async function list({ session }: ToolContext, input: ToolInput): Promise<string> {
  const kind = textIn(input, 'kind') || 'containers';
  if (kind === 'images') {
    await session.images.refresh();
    const { images, inUse } = listOf(session.images.snapshot);
    return bounded(
      images.map(({ id, tags, digests, sizeBytes }) => {
        const used = [id, ...tags, ...digests].some((name) => inUse.includes(name));
        return `${(tags.length > 0 ? tags : [id]).join(', ')} ${sizeOf(sizeBytes)}${used ? ' (in use)' : ''}`;
      }),
    );
  }
  await session.pods.refresh();
  const { pods, containers } = listOf(session.pods.snapshot);
  if (kind === 'pods')
    return bounded(
      pods.map(({ id, name, namespace, state }) => {
        const own = containers.filter(({ podId }) => podId === id).map((container) => `${container.name} ${container.state}`);
        return `${namespace}/${name} ${state} id=${id.slice(0, 13)} containers: ${own.join(', ') || 'none'}`;
      }),
    );
  return bounded(
    containers.map(({ id, name, image, state, exitCode, createdAt, podId }) => {
      const pod = pods.find((each) => each.id === podId)?.name ?? podId.slice(0, 13);
      const end = exitCode === undefined ? '' : ` exit=${String(exitCode)}`;
      return `${name} ${state}${end} id=${id.slice(0, 13)} pod=${pod} image=${image} age=${ageOf(createdAt, Date.now())}`;
    }),
  );
}

async function logs({ session, signal }: ToolContext, input: ToolInput): Promise<string> {
  const container = await containerNamed(session, nameIn(input));
  const asked = typeof input.tail === 'number' && Number.isFinite(input.tail) ? Math.trunc(input.tail) : USUAL_LINES;
  const lines = Math.min(MAX_LINES, Math.max(1, asked));
  const text = await logTail(session.client, container.id, { lines, maxChars: MAX_CHARS, marked: true, signal });
  return text === '' ? `The log of ${container.name} is empty.` : text;
}

async function explain({ session, signal }: ToolContext, input: ToolInput): Promise<string> {
  const { id } = await containerNamed(session, nameIn(input));
  const details = await session.client.containerStatus(id, { signal });
  const log = await logTail(session.client, id, { lines: EXPLAINED_LINES, maxChars: MAX_CHARS, marked: false, signal }).catch(
    (error: unknown) => `(${error instanceof Error ? error.message : String(error)})`,
  );
  const time = (ms: number): string => (ms === 0 ? 'never' : new Date(ms).toISOString());
  return [
    `${details.name}: ${whyEnded(details)}`,
    `state: ${details.state}, exit code: ${String(details.exitCode)}, reason: ${details.reason || 'none'}`,
    ...(details.message === '' ? [] : [`message: ${details.message}`]),
    `image: ${details.image}, attempt: ${String(details.attempt)}`,
    `started: ${time(details.startedAt)}, finished: ${time(details.finishedAt)}`,
    `last lines of its log:\n${log || '(empty)'}`,
  ].join('\n');
}

async function stop({ session, stopTimeoutSeconds, signal }: ToolContext, input: ToolInput): Promise<string> {
  if (kindIn(input) === 'pod') {
    const pod = await podNamed(session, nameIn(input));
    await session.client.stopPod(pod.id, { signal });
    await session.refresh();
    return `Stopped the pod ${pod.name}.`;
  }
  const container = await containerNamed(session, nameIn(input));
  await session.client.stopContainer(container.id, { timeoutSeconds: stopTimeoutSeconds, signal });
  await session.refresh();
  return `Stopped the container ${container.name}.`;
}

async function remove({ session, signal }: ToolContext, input: ToolInput): Promise<string> {
  const kind = kindIn(input);
  const name = nameIn(input);
  if (kind === 'image') {
    const image = await imageNamed(session, name);
    await session.client.removeImage(image.id, { signal });
  } else if (kind === 'pod') {
    const pod = await podNamed(session, name);
    await session.client.stopPod(pod.id, { signal });
    await session.client.removePod(pod.id, { signal });
  } else {
    const container = await containerNamed(session, name);
    await session.client.removeContainer(container.id, { signal });
  }
  await session.refresh();
  return `Removed the ${kind} ${name}.`;
}

/** With a warning where a kubelet removes what it did not make. */
function runQuestion(input: ToolInput, session: Session): string {
  const question = t('Run {0} in a new pod?', code(runLine(input)));
  return isKubelets(session) ? `${question} ${kubeletWarning(session)}` : question;
}

function runInput(input: ToolInput): RunInput {
  const image = textIn(input, 'image');
  if (image === '') throw new RpcError('invalid-argument', t('the name of an image is missing'));
  const command = Array.isArray(input.command) ? input.command.filter((word): word is string => typeof word === 'string') : [];
  const given = typeof input.env === 'object' && input.env !== null ? Object.entries(input.env) : [];
  const env = Object.fromEntries(given.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const ports = Array.isArray(input.ports) ? input.ports.filter((port): port is string => typeof port === 'string') : [];
  return { image, name: textIn(input, 'name'), command, env, ports };
}

/** All that will be run, so that a person can judge it. */
function runLine(input: ToolInput): string {
  const { image, command, env, ports, name } = runInput(input);
  const words = [
    ...(name === '' ? [] : ['--name', name]),
    ...ports.flatMap((port) => ['-p', port]),
    ...Object.entries(env).flatMap(([key, value]) => ['-e', `${key}=${value}`]),
    image,
    ...command,
  ];
  return words.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}

/** Shown as code: a name cannot become a link or a heading. */
function code(text: string): string {
  return `\`${text.replaceAll(/[`\p{Cc}]/gu, ' ')}\``;
}

function nameIn(input: ToolInput): string {
  return textIn(input, 'name');
}

function kindIn(input: ToolInput): string {
  const kind = textIn(input, 'kind');
  return kind === 'pod' || kind === 'image' ? kind : 'container';
}

function textIn(input: ToolInput, key: string): string {
  const value = input[key];
  return typeof value === 'string' ? value.trim() : '';
}

function bounded(lines: readonly string[]): string {
  if (lines.length === 0) return 'There are none.';
  const rest = lines.length - MAX_LISTED;
  return [...lines.slice(0, MAX_LISTED), ...(rest > 0 ? [`… and ${String(rest)} more`] : [])].join('\n').slice(0, MAX_CHARS);
}
