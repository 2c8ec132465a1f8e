import { RpcError } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';
import type { Dropped } from './pod-plan.ts';

/** The flags of a line, by their long names. */
export interface DockerFlags {
  has(name: string): boolean;
  /** The last one that is given. */
  one(name: string): string | undefined;
  all(name: string): readonly string[];
  /** Those that nobody here understands, with the reason. */
  readonly unknown: readonly Dropped[];
}

const SHORT: Readonly<Record<string, string>> = {
  d: '--detach',
  i: '--interactive',
  t: '--tty',
  e: '--env',
  p: '--publish',
  P: '--publish-all',
  v: '--volume',
  w: '--workdir',
  u: '--user',
  h: '--hostname',
  l: '--label',
  m: '--memory',
  c: '--cpu-shares',
};
const ALIASES: Readonly<Record<string, string>> = { '--net': '--network' };
const SWITCHES = new Set(
  '--detach --interactive --tty --rm --privileged --read-only --init --publish-all --no-healthcheck --oom-kill-disable --quiet --replace'.split(
    ' ',
  ),
);
const UNDERSTOOD = new Set(
  (
    '--detach --interactive --tty --privileged --read-only --env --publish --volume --mount --workdir --user --hostname --label --memory ' +
    '--cpus --cpu-shares --cpuset-cpus --name --entrypoint --network --pid --ipc --cap-add --cap-drop --device --security-opt --dns ' +
    '--dns-search --dns-option --group-add --oom-score-adj --sysctl --runtime --rm --pull --quiet --replace --platform'
  ).split(' '),
);

const REASONS: Readonly<Record<string, () => string>> = {
  '--restart': () => t('nothing restarts a container that ends'),
  '--publish-all': () => t('name the ports: -p 8080:80'),
  '--init': () => t('the image has to bring its own init'),
  '--gpus': () => t('devices of vendors come by CDI'),
  '--env-file': () => t('give the variables themselves'),
  '--tmpfs': () => t('CRI has no word for it'),
  '--health-cmd': () => t('nothing probes it'),
};

/** Reads a line as docker does: flags, the image, and all behind it is the command. Throws invalid-argument. */
export function dockerFlags(words: readonly string[]): {
  readonly flags: DockerFlags;
  readonly image: string | undefined;
  readonly command: readonly string[];
} {
  const found: { readonly name: string; readonly value: string | undefined }[] = [];
  let at = 0;
  const valueOf = (name: string): string => {
    const value = words[++at];
    if (value === undefined) throw new RpcError('invalid-argument', t('{0}: a value is missing', name));
    return value;
  };
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--' || !word.startsWith('-') || word === '-') break;
    if (word.startsWith('--')) {
      const [given = '', ...rest] = word.split('=');
      const name = ALIASES[given] ?? given;
      const inline = rest.length > 0 ? rest.join('=') : undefined;
      if (SWITCHES.has(name)) {
        if (inline !== 'false') found.push({ name, value: undefined });
      } else found.push({ name, value: inline ?? valueOf(name) });
    } else at = readShort(word, at, { found, valueOf, position: () => at });
  }
  const [image, ...command] = words.slice(words[at] === '--' ? at + 1 : at);
  return { flags: flagsOf(found), image, command };
}

interface Reading {
  readonly found: { readonly name: string; readonly value: string | undefined }[];
  readonly valueOf: (name: string) => string;
  readonly position: () => number;
}

/** "-it", "-p8080:80", "-e KEY=value"; answers the position of its last word. */
function readShort(word: string, start: number, { found, valueOf, position }: Reading): number {
  for (let index = 1; index < word.length; index += 1) {
    const letter = word[index] ?? '';
    const name = SHORT[letter];
    if (name === undefined) throw new RpcError('invalid-argument', t('{0}: nobody here knows this flag', `-${letter}`));
    if (SWITCHES.has(name)) {
      found.push({ name, value: undefined });
      continue;
    }
    const rest = word.slice(index + 1).replace(/^=/, '');
    found.push({ name, value: rest === '' ? valueOf(name) : rest });
    return position();
  }
  return start;
}

function flagsOf(found: readonly { readonly name: string; readonly value: string | undefined }[]): DockerFlags {
  const all = (name: string): readonly string[] =>
    found.flatMap((flag) => (flag.name === name && flag.value !== undefined ? [flag.value] : []));
  return {
    has: (name) => found.some((flag) => flag.name === name),
    one: (name) => all(name).at(-1),
    all,
    unknown: found
      .filter(({ name }) => !UNDERSTOOD.has(name))
      .map(({ name, value }) => ({
        path: value === undefined ? name : `${name} ${value}`,
        reason: REASONS[name]?.() ?? t('CRI has no word for it'),
      })),
  };
}
