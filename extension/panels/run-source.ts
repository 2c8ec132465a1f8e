import { RpcError, isRpcError, messageOf } from '../client/rpc-error.ts';
import { containerConfigFrom, podConfigFrom } from '../client/read-cri-config.ts';
import { imageNameProblem } from '../commands/image/image-name.ts';
import { splitWords } from '../commands/image/run-request.ts';
import { dockerWords, isDockerLine, planOf, planOfWords } from '../commands/pod/run-pod.ts';
import type { PodPlan } from '../convert/pod-plan.ts';
import { dockerBytes } from '../convert/quantity.ts';
import { readManifests } from '../convert/read-manifests.ts';
import { t } from '../l10n.ts';
import type { RunForm, RunPreview, RunSource } from '../../webview/protocol.ts';

/** What a source means: a plan, or what is wrong with which field. */
export type RunMeaning = { readonly plan: PodPlan } | { readonly problems: Readonly<Record<string, string>> };

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Reads the form or the text; names of pods in `taken` are not taken again. */
export async function meaningOf(source: RunSource, taken: ReadonlySet<string>): Promise<RunMeaning> {
  const problems = source.from === 'form' ? problemsOf(source.form) : {};
  if (Object.keys(problems).length > 0) return { problems };
  try {
    const plan = source.from === 'form' ? planOfWords(wordsOf(source.form), taken) : await planOfText(source.text, taken);
    podConfigFrom(plan.pod);
    for (const container of [...plan.init, ...plan.containers]) containerConfigFrom(container);
    return { plan };
  } catch (error) {
    if (!isRpcError(error, 'invalid-argument')) throw error;
    const hint = error instanceof RpcError && error.hint !== undefined ? ` (${error.hint})` : '';
    return { problems: { [source.from === 'form' ? 'flags' : 'text']: messageOf(error) + hint } };
  }
}

/** What the page shows of it. */
export function previewOf(meaning: RunMeaning): RunPreview {
  if ('problems' in meaning) return { problems: meaning.problems, config: '', name: '', dropped: [] };
  const { plan } = meaning;
  const parts = [plan.pod, ...plan.init, ...plan.containers].map((part) => JSON.stringify(part, undefined, 2));
  return { problems: {}, config: `${parts.join('\n---\n')}\n`, name: plan.name, dropped: plan.dropped };
}

async function planOfText(text: string, taken: ReadonlySet<string>): Promise<PodPlan> {
  if (isDockerLine(text)) return planOfWords(dockerWords(text), taken);
  const manifests = await readManifests(text, t('the text'));
  const [first] = manifests.filter(({ kind }) => kind !== 'container-config');
  if (first !== undefined) return planOf(first, manifests);
  throw new RpcError('invalid-argument', t('there is no pod in it'), {
    hint: t(
      'it takes a Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob of Kubernetes, a PodSandboxConfig of CRI, or a line that begins with docker run',
    ),
  });
}

/** The form as the words behind `docker run`, so that both mean the same. */
function wordsOf(form: RunForm): readonly string[] {
  const one = (flag: string, value: string): readonly string[] => (value.trim() === '' ? [] : [flag, value.trim()]);
  const each = (flag: string, text: string): readonly string[] => linesOf(text).flatMap((line) => [flag, line]);
  return [
    ...one('--name', form.name),
    ...each('--env', form.env),
    ...each('--publish', form.ports),
    ...each('--volume', form.mounts),
    ...one('--memory', form.memory),
    ...one('--cpus', form.cpus),
    ...(splitWords(form.flags) ?? []),
    form.image.trim(),
    ...(splitWords(form.command) ?? []),
  ];
}

function problemsOf(form: RunForm): Readonly<Record<string, string>> {
  const first = (text: string, wrong: (line: string) => string | undefined): string | undefined =>
    linesOf(text)
      .map(wrong)
      .find((problem) => problem !== undefined);
  const quotes = (text: string): string | undefined => (splitWords(text) === undefined ? t('A quote is not closed') : undefined);
  const name = form.name.trim();
  const cpus = form.cpus.trim();
  const memory = form.memory.trim();
  const found: Readonly<Record<keyof RunForm, string | undefined>> = {
    image: imageNameProblem(form.image),
    name: name === '' || NAME.test(name) ? undefined : t('A name is in lower case letters, digits and dashes, 63 at most'),
    command: quotes(form.command),
    env: first(form.env, (line) => (line.indexOf('=') < 1 ? t('{0} is not a variable such as KEY=value', line) : undefined)),
    ports: first(form.ports, portProblem),
    mounts: first(form.mounts, (line) =>
      /^\/[^:]*:\/[^:]*(:(ro|rw))?$/.test(line)
        ? undefined
        : t('{0} is not a mount such as /on/the/machine:/in/the/container:ro', line),
    ),
    memory: memory === '' || (dockerBytes(memory) ?? 0) > 0 ? undefined : t('{0} is not an amount such as 512m', memory),
    cpus:
      cpus === '' || (/^\d+(\.\d+)?$/.test(cpus) && Number(cpus) > 0) ? undefined : t('{0} is not a number such as 1.5', cpus),
    flags: quotes(form.flags) ?? flagsProblem(form.flags),
  };
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function portProblem(line: string): string | undefined {
  const [, host = '1', container = ''] =
    /^(?:(?:\[[\d:a-f]+\]|\d+(?:\.\d+){3}):)?(?:(\d+):)?(\d+)(?:\/(?:tcp|udp|sctp))?$/i.exec(line) ?? [];
  const isPort = (port: string): boolean => Number(port) > 0 && Number(port) < 65_536;
  return isPort(host) && isPort(container) ? undefined : t('{0} is not a port mapping such as 8080:80', line);
}

/** An image in the flags would make a command of the image of the form. */
function flagsProblem(flags: string): string | undefined {
  const [first] = splitWords(flags) ?? [];
  return first === undefined || first.startsWith('-') ? undefined : t('{0} is no flag', first);
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
