import { isAbsolute } from 'node:path';
import { CriError } from './cri-error.ts';
import type { LogLevel } from './logger.ts';
import { parseLoopbackAddress } from './loopback-address.ts';

/** All that can be set. Keys are those of the file; a flag is the same in kebab-case (`--log-level`). */
export interface Configuration {
  /** Unix socket that the daemon serves on; at most 107 bytes. */
  readonly socket: string;
  /** What survives a reboot: images, records, writable layers. */
  readonly root: string;
  /** What does not have to: bundles, pinned namespaces, generated files. */
  readonly run: string;
  readonly logLevel: LogLevel;
  /** Lines are appended to it; '' = standard error. */
  readonly logFile: string;
  /** Owner of the socket; -1 = the user that runs the daemon. */
  readonly socketUid: number;
  /** Registries that may be spoken to in plain HTTP (`host:port`); loopback always may. */
  readonly insecureRegistries: readonly string[];
  /** Names or ids of images that a clean-up never takes, and that the kubelet is told to keep. */
  readonly pinnedImages: readonly string[];
  /** Registries' hosts.toml and certificates, in the layout of containerd's and Docker's certs.d; the first that knows a host is taken. */
  readonly registryConfigDirs: readonly string[];
  /** Docker's config.json with credentials, for pulls that bring none; '' = none. */
  readonly dockerConfig: string;
  readonly cniConfDir: string;
  readonly cniBinDirs: readonly string[];
  /** Bridge and subnet of the network that is used when cniConfDir has none; subnet '' = the first free one. */
  readonly defaultBridge: string;
  readonly defaultSubnet: string;
  /** Low-level runtimes by handler name; each value is a program. The first is the default handler. */
  readonly runtimes: Readonly<Record<string, string>>;
  readonly conmon: string;
  /** Who makes control groups; '' = systemd where it runs with cgroup v2, else cgroupfs. */
  readonly cgroupDriver: '' | 'cgroupfs' | 'systemd';
  readonly maxParallelLayers: number;
  /** Where CDI files of device vendors are looked for; later directories win. */
  readonly cdiSpecDirs: readonly string[];
  /** Address and port at which exec, attach and port-forward are fetched; port 0 = any free one. */
  readonly streamAddress: string;
  readonly streamPort: number;
  /** PEM files for TLS on that port; both '' = plain HTTP. */
  readonly streamTlsCert: string;
  readonly streamTlsKey: string;
  /** Streams on which nothing moves for so long are ended. */
  readonly streamIdleSeconds: number;
  /** Loopback address and port on which Prometheus finds the metrics; '' = none. */
  readonly metricsAddress: string;
}

type Kind = 'driver' | 'loopback' | 'path' | 'path or nothing' | 'text' | 'number' | 'level' | 'list' | 'paths' | 'programs';

const KINDS: Readonly<Record<keyof Configuration, Kind>> = {
  socket: 'path',
  root: 'path',
  run: 'path',
  logLevel: 'level',
  logFile: 'path or nothing',
  socketUid: 'number',
  insecureRegistries: 'list',
  pinnedImages: 'list',
  registryConfigDirs: 'paths',
  dockerConfig: 'path or nothing',
  cniConfDir: 'path',
  cniBinDirs: 'paths',
  defaultBridge: 'text',
  defaultSubnet: 'text',
  runtimes: 'programs',
  conmon: 'text',
  cgroupDriver: 'driver',
  maxParallelLayers: 'number',
  cdiSpecDirs: 'paths',
  streamAddress: 'text',
  streamPort: 'number',
  streamTlsCert: 'path or nothing',
  streamTlsKey: 'path or nothing',
  streamIdleSeconds: 'number',
  metricsAddress: 'loopback',
};

export const DEFAULT_CONFIGURATION: Configuration = {
  socket: '/run/slipway/slipway.sock',
  root: '/var/lib/slipway',
  run: '/run/slipway',
  logLevel: 'info',
  logFile: '',
  socketUid: -1,
  insecureRegistries: [],
  pinnedImages: [],
  registryConfigDirs: ['/etc/containerd/certs.d', '/etc/docker/certs.d'],
  dockerConfig: '/root/.docker/config.json',
  cniConfDir: '/etc/cni/net.d',
  cniBinDirs: ['/opt/cni/bin', '/usr/lib/cni', '/usr/libexec/cni'],
  defaultBridge: 'slipway0',
  defaultSubnet: '',
  runtimes: { runc: 'runc', crun: 'crun', runsc: 'runsc' },
  conmon: 'conmon',
  cgroupDriver: '',
  maxParallelLayers: 3,
  cdiSpecDirs: ['/etc/cdi', '/var/run/cdi'],
  streamAddress: '127.0.0.1',
  streamPort: 0,
  streamTlsCert: '',
  streamTlsKey: '',
  streamIdleSeconds: 4 * 60 * 60,
  metricsAddress: '',
};

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
/** sun_path has 108 bytes, the last one a NUL. */
const MAX_SOCKET_BYTES = 107;

/**
 * Defaults < file < flags, checked and frozen. `file` is the text of a JSON object; `flags` are what stands after the program's
 * name. Throws one invalid-argument that lists every problem.
 */
export function readConfiguration(
  flags: readonly string[],
  file?: { readonly name: string; readonly text: string },
): Configuration {
  const problems: string[] = [];
  const fromFile = file === undefined ? {} : parseFile(file, problems);
  const merged = { ...DEFAULT_CONFIGURATION, ...fromFile, ...parseFlags(flags, problems) };
  if (Buffer.byteLength(merged.socket) > MAX_SOCKET_BYTES) {
    problems.push(`socket: "${merged.socket}" is longer than ${String(MAX_SOCKET_BYTES)} bytes, the limit of the kernel`);
  }
  if (merged.maxParallelLayers < 1) problems.push('maxParallelLayers: at least 1 is needed');
  if (merged.streamPort < 0 || merged.streamPort > 65_535) problems.push('streamPort: 0 to 65535 are ports');
  if (merged.streamIdleSeconds < 1) problems.push('streamIdleSeconds: at least 1 is needed');
  if ((merged.streamTlsCert === '') !== (merged.streamTlsKey === '')) {
    problems.push('streamTlsCert and streamTlsKey: one without the other is of no use');
  }
  if (Object.keys(merged.runtimes).length === 0) problems.push('runtimes: at least one is needed');
  if (problems.length > 0) {
    throw new CriError('invalid-argument', `configuration: ${problems.join('; ')}`, {
      hint: 'correct these and start the daemon again',
    });
  }
  return Object.freeze(merged);
}

/** The value of `--config`, if it is among the flags. */
export function configFileOf(flags: readonly string[]): string | undefined {
  const at = flags.findIndex((flag) => flag === '--config' || flag.startsWith('--config='));
  if (at < 0) return undefined;
  const flag = flags[at] ?? '';
  return flag.includes('=') ? flag.slice(flag.indexOf('=') + 1) : flags[at + 1];
}

function parseFile(file: { readonly name: string; readonly text: string }, problems: string[]): Partial<Configuration> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(file.text);
  } catch (error) {
    problems.push(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
    return {};
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    problems.push(`${file.name}: a JSON object is needed`);
    return {};
  }
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(parsed)) {
    const kind = kindOf(key);
    if (kind === undefined) problems.push(`${file.name}: unknown key "${key}" (known: ${Object.keys(KINDS).join(', ')})`);
    else if (accepts(kind, value)) result[key] = value;
    else problems.push(`${key}: ${JSON.stringify(value)} is not ${EXPECTED[kind]}`);
  }
  return result;
}

function parseFlags(flags: readonly string[], problems: string[]): Partial<Configuration> {
  const result: Record<string, unknown> = {};
  for (let at = 0; at < flags.length; at++) {
    const [name, inline] = splitFlag(flags[at] ?? '');
    const value = inline ?? flags[++at];
    if (name === 'config') {
      if (value === undefined) problems.push('--config: a value is needed');
      continue;
    }
    const key = FLAG_NAMES.get(name);
    if (key === undefined) problems.push(`unknown flag "${flags[inline === undefined ? at - 1 : at] ?? name}"`);
    else if (value === undefined) problems.push(`--${name}: a value is needed`);
    else setFlag(result, { key, name, value }, problems);
  }
  return result;
}

function setFlag(
  result: Record<string, unknown>,
  flag: { key: keyof Configuration; name: string; value: string },
  problems: string[],
): void {
  const kind = KINDS[flag.key];
  const known = result[flag.key];
  let value: unknown = flag.value;
  if (kind === 'number') value = /^-?\d+$/.test(flag.value) ? Number(flag.value) : flag.value;
  if (kind === 'list' || kind === 'paths') value = [...(Array.isArray(known) ? (known as unknown[]) : []), flag.value];
  if (kind === 'programs') value = { ...(typeof known === 'object' ? known : {}), ...programFlag(flag.value) };
  if (accepts(kind, value)) result[flag.key] = value;
  else problems.push(`--${flag.name}: "${flag.value}" is not ${EXPECTED[kind]}`);
}

/** `name=program`, or a program that is its own name. */
function programFlag(value: string): Record<string, string> {
  const at = value.indexOf('=');
  return at < 0 ? { [value]: value } : { [value.slice(0, at)]: value.slice(at + 1) };
}

/** Flags that may be given several times have singular names. */
const SINGULAR: Partial<Record<keyof Configuration, string>> = {
  insecureRegistries: 'insecure-registry',
  pinnedImages: 'pinned-image',
  registryConfigDirs: 'registry-config',
  cniBinDirs: 'cni-bin-dir',
  runtimes: 'runtime',
  cdiSpecDirs: 'cdi-spec-dir',
};

const FLAG_NAMES: ReadonlyMap<string, keyof Configuration> = new Map(
  (Object.keys(KINDS) as (keyof Configuration)[]).map((key) => [
    SINGULAR[key] ?? key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    key,
  ]),
);

function splitFlag(flag: string): [name: string, value: string | undefined] {
  const at = flag.indexOf('=');
  const name = at < 0 ? flag : flag.slice(0, at);
  return [name.startsWith('--') ? name.slice(2) : `!${name}`, at < 0 ? undefined : flag.slice(at + 1)];
}

function kindOf(key: string): Kind | undefined {
  return Object.hasOwn(KINDS, key) ? KINDS[key as keyof Configuration] : undefined;
}

const EXPECTED: Readonly<Record<Kind, string>> = {
  path: 'an absolute path',
  'path or nothing': 'an absolute path or nothing',
  text: 'a text',
  number: 'a whole number',
  level: `one of ${LEVELS.join(', ')}`,
  driver: 'cgroupfs, systemd or nothing',
  loopback: 'a loopback address with a port, as in 127.0.0.1:9090, or nothing',
  list: 'a list of texts',
  paths: 'a list of absolute paths',
  programs: 'a map of handler names to programs',
};

function accepts(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'path':
      return typeof value === 'string' && isAbsolute(value) && !value.includes('\0');
    case 'path or nothing':
      return value === '' || accepts('path', value);
    case 'text':
      return typeof value === 'string';
    case 'number':
      return Number.isSafeInteger(value);
    case 'level':
      return LEVELS.some((level) => level === value);
    case 'driver':
      return value === '' || value === 'cgroupfs' || value === 'systemd';
    case 'loopback':
      return value === '' || (typeof value === 'string' && parseLoopbackAddress(value) !== undefined);
    case 'list':
      return Array.isArray(value) && value.every((item) => accepts('text', item));
    case 'paths':
      return Array.isArray(value) && value.every((item) => accepts('path', item));
    case 'programs':
      return (
        typeof value === 'object' &&
        value !== null &&
        Object.entries(value).every(([name, program]) => name !== '' && accepts('text', program))
      );
  }
}
