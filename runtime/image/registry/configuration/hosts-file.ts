import { isAbsolute, join } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { CriError } from '../../../base/cri-error.ts';
import { printable } from '../../../base/sanitize.ts';
import { ALL_CAPABILITIES, type Capability } from '../endpoint.ts';

/** One host of a hosts.toml. Files are absolute paths. */
export interface HostEntry {
  /** As it is asked, `/v2` included; undefined = the registry's own address. */
  readonly url: string | undefined;
  readonly capabilities: ReadonlySet<Capability>;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorityFiles: readonly string[];
  readonly clientFiles: readonly ClientFiles[];
  readonly skipVerify: boolean;
  readonly connectTimeoutMs: number | undefined;
}

/** `key` is undefined when the certificate's file has it, too. */
export interface ClientFiles {
  readonly certificate: string;
  readonly key: string | undefined;
}

export interface HostsFile {
  /** Mirrors in their order, the registry itself last. */
  readonly hosts: readonly HostEntry[];
  /** Keys that mean nothing to us. */
  readonly unknownKeys: readonly string[];
}

type Table = Readonly<Record<string, unknown>>;

/** Reads containerd's hosts.toml; relative paths in it are below `directory`. Throws failed-precondition with file and key. */
export function parseHostsFile(
  text: string,
  { file, directory }: { readonly file: string; readonly directory: string },
): HostsFile {
  const top = parseToml(text, file);
  const unknownKeys: string[] = [];
  const context = { file, directory, unknownKeys };
  const server = top['server'] ?? '';
  if (typeof server !== 'string') throw wrong(context, 'server', 'an address in quotes is needed');
  const hosts = table(context, 'host', top['host'] ?? {});
  const mirrors = Object.entries(hosts).map(([address, value]) => {
    const key = `host."${printable(address, 100)}"`;
    return entry(context, { key, address, settings: table(context, key, value) });
  });
  const { server: _server, host: _host, ...settings } = top;
  return { hosts: [...mirrors, entry(context, { key: '', address: server, settings })], unknownKeys };
}

interface Context {
  readonly file: string;
  readonly directory: string;
  readonly unknownKeys: string[];
}

const KEYS = ['capabilities', 'ca', 'client', 'skip_verify', 'header', 'override_path', 'dial_timeout'];

function entry(context: Context, of: { readonly key: string; readonly address: string; readonly settings: Table }): HostEntry {
  const { address, settings } = of;
  const at = (name: string): string => (of.key === '' ? name : `${of.key}.${name}`);
  context.unknownKeys.push(
    ...Object.keys(settings)
      .filter((name) => !KEYS.includes(name))
      .map(at),
  );
  const overridesPath = boolean(context, at('override_path'), settings['override_path']);
  return {
    url: address === '' ? undefined : addressOf(context, { key: of.key === '' ? 'server' : of.key, address, overridesPath }),
    capabilities: capabilities(context, at('capabilities'), settings['capabilities']),
    headers: headers(context, at('header'), settings['header']),
    authorityFiles: texts(context, at('ca'), settings['ca']).map((path) => resolve(context, path)),
    clientFiles: clients(context, at('client'), settings['client']),
    skipVerify: boolean(context, at('skip_verify'), settings['skip_verify']),
    connectTimeoutMs: duration(context, at('dial_timeout'), settings['dial_timeout']),
  };
}

function addressOf(context: Context, of: { key: string; address: string; overridesPath: boolean }): string {
  const url = URL.parse(of.address.includes('://') ? of.address : `https://${of.address}`);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.search !== '') {
    throw wrong(context, of.key, 'an address like https://mirror.example:5000 is needed');
  }
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${of.overridesPath || path.endsWith('/v2') ? path : `${path}/v2`}`;
}

function capabilities(context: Context, key: string, value: unknown): ReadonlySet<Capability> {
  if (value === undefined) return ALL_CAPABILITIES;
  const found = texts(context, key, value).map((name) => {
    const known = [...ALL_CAPABILITIES].find((capability) => capability === name);
    if (known === undefined) throw wrong(context, key, `"${printable(name, 40)}" is not one of pull, resolve, push`);
    return known;
  });
  return new Set(found);
}

function headers(context: Context, key: string, value: unknown): Record<string, string> {
  const all = Object.entries(table(context, key, value ?? {})).map(([name, one]) => {
    const text = texts(context, `${key}.${name}`, one).join(', ');
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text))
      throw wrong(context, `${key}.${printable(name, 40)}`, 'it cannot be sent as a header');
    return [name.toLowerCase(), text] as const;
  });
  return Object.fromEntries(all);
}

/** `"both.pem"`, `["both.pem", …]`, `[["cert.pem", "key.pem"], …]`. */
function clients(context: Context, key: string, value: unknown): ClientFiles[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? (value as unknown[]) : [value]).map((item) => {
    const [certificate = '', keyFile = '', ...more] = texts(context, key, item);
    if (certificate === '' || more.length > 0)
      throw wrong(context, key, 'each client is a file with certificate and key, or a list of two files');
    return { certificate: resolve(context, certificate), key: keyFile === '' ? undefined : resolve(context, keyFile) };
  });
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `30s`, `1m30s`, `500ms`. */
function duration(context: Context, key: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(value))
    throw wrong(context, key, 'a duration like "30s" is needed');
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
}

function boolean(context: Context, key: string, value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  throw wrong(context, key, 'true or false is needed');
}

function texts(context: Context, key: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (all.every((item) => typeof item === 'string')) return all;
  throw wrong(context, key, 'a text or a list of texts is needed');
}

function table(context: Context, key: string, value: unknown): Table {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)) return value as Table;
  throw wrong(context, key, 'a table is needed');
}

function resolve({ directory }: Context, path: string): string {
  return isAbsolute(path) ? path : join(directory, path);
}

function parseToml(text: string, file: string): Table {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ''] = error.message.split('\n');
    throw new CriError('failed-precondition', `${file}, line ${error.line}: ${printable(reason, 200)}`, {
      hint: 'correct this file, then try again',
      cause: error,
    });
  }
}

function wrong({ file }: Context, key: string, reason: string): CriError {
  return new CriError('failed-precondition', `${file}: ${key}: ${reason}`, { hint: 'correct this file, then try again' });
}
