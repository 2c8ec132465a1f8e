import type { ContainerSpec, PodSpec, PortMapping } from '../../client/types.ts';
import { portAnnotation } from '../../client/published-ports.ts';
import { t } from '../../l10n.ts';
import { MANAGED_BY, logDirectoryOf } from '../../logs/pod-logs.ts';
import { containerNameOf } from './image-name.ts';

/** What the second step of Run Image asks for, as one line: `[--name N] [-p HOST:CONTAINER[/udp]] [-e K=V] [--] [command…]`. */
export interface RunRequest {
  readonly name: string;
  readonly ports: readonly PortMapping[];
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

export type Parsed = { readonly request: RunRequest } | { readonly problem: string };

/** Reads the line; the words are split like a shell does, without its expansions. */
export function parseRunLine(line: string, image: string): Parsed {
  const words = splitWords(line);
  if (words === undefined) return { problem: t('A quote is not closed') };
  let name = containerNameOf(image);
  const ports: PortMapping[] = [];
  const env: Record<string, string> = {};
  let at = 0;
  for (; at < words.length; at += 2) {
    const word = words[at] ?? '';
    const value = words[at + 1];
    if (!word.startsWith('-') || word === '--') break;
    if (value === undefined) return { problem: t('{0} needs a value', word) };
    if (word === '--name') {
      if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(value))
        return { problem: t('A name is in lower case letters, digits and dashes, 63 at most') };
      name = value;
    } else if (word === '-p' || word === '--publish') {
      const port = parsePort(value);
      if (port === undefined) return { problem: t('{0} is not a port mapping such as 8080:80', value) };
      ports.push(port);
    } else if (word === '-e' || word === '--env') {
      const equals = value.indexOf('=');
      if (equals < 1) return { problem: t('{0} is not a variable such as KEY=value', value) };
      env[value.slice(0, equals)] = value.slice(equals + 1);
    } else {
      return { problem: t('{0} is not known here; use --name, -p, -e, then the command', word) };
    }
  }
  if (words[at] === '--') at += 1;
  return { request: { name, ports, env, command: words.slice(at) } };
}

/** The pod and the container that the request makes; `uid` is fresh for each run. */
export function specsOf(
  request: RunRequest,
  image: string,
  uid: string,
): { readonly pod: PodSpec; readonly container: ContainerSpec } {
  const identity = { name: request.name, namespace: 'default', uid };
  const labels = { 'app.kubernetes.io/name': request.name, [MANAGED_BY]: 'slipway' };
  return {
    pod: {
      ...identity,
      logDirectory: logDirectoryOf(identity),
      hostname: request.name,
      labels,
      annotations: portAnnotation(request.ports),
      ports: request.ports,
    },
    container: {
      name: request.name,
      image,
      command: request.command,
      env: request.env,
      labels,
      logPath: `${request.name}/0.log`,
    },
  };
}

function parsePort(text: string): PortMapping | undefined {
  const match = /^(\d{1,5}):(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(text);
  if (match === null) return undefined;
  const hostPort = Number(match[1]);
  const containerPort = Number(match[2]);
  if (hostPort < 1 || hostPort > 65_535 || containerPort < 1 || containerPort > 65_535) return undefined;
  const protocol = match[3] === 'udp' || match[3] === 'sctp' ? match[3] : 'tcp';
  return { protocol, hostPort, containerPort };
}

/** Words between spaces; '…', "…" and \ quote. Undefined when a quote stays open. */
export function splitWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"' && at + 1 < line.length) word = `${word ?? ''}${line[++at] ?? ''}`;
      else word = `${word ?? ''}${char}`;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (char === '\\' && at + 1 < line.length) word = `${word ?? ''}${line[++at] ?? ''}`;
    else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ''}${char}`;
  }
  if (quote !== '') return undefined;
  if (word !== undefined) words.push(word);
  return words;
}
