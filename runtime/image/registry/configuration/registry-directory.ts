import { join } from 'node:path';
import { CriError, errnoOf, hostError, isCriError, messageOf } from '../../../base/cri-error.ts';
import type { Files } from '../../../host/files.ts';
import { defaultEndpoint, endpointAt, type Endpoint } from '../endpoint.ts';
import { parseHostsFile, type ClientFiles, type HostEntry } from './hosts-file.ts';
import { checkTrust, type ClientCertificate, type Trust } from '../connection/trust.ts';

export interface EndpointsOptions {
  readonly files: Pick<Files, 'readTextIfPresent' | 'list'>;
  /** containerd's `certs.d`, or Docker's; the first one that knows the host is taken. */
  readonly directories: readonly string[];
  /** Hosts (with port) that are asked without TLS, beside loopback. */
  readonly insecureHosts: readonly string[];
  /** Hears of what is not understood. */
  readonly warn: (message: string) => void;
}

/**
 * The endpoints of a registry in the order they are tried: as its hosts.toml says, or with the CAs and client certificates that lie in
 * its directory by Docker's layout. Read anew each time. Throws failed-precondition that names the file.
 */
export async function readEndpoints(domain: string, options: EndpointsOptions): Promise<readonly Endpoint[]> {
  const { files, directories, insecureHosts, warn } = options;
  for (const directory of directories.flatMap((root) => namesOf(domain).map((name) => join(root, name)))) {
    const file = join(directory, 'hosts.toml');
    const text = await files.readTextIfPresent(file);
    if (text !== undefined) {
      const { hosts, unknownKeys } = parseHostsFile(text, { file, directory });
      for (const key of unknownKeys) warn(`${file}: ${key} is not known and has no effect`);
      const endpoints = await Promise.all(hosts.map((host) => toEndpoint(domain, host, options)));
      // The last one is the registry itself, wherever it is.
      return endpoints.map((endpoint, index) => (index === endpoints.length - 1 ? { ...endpoint, isMirror: false } : endpoint));
    }
    const names = await listIfPresent(files, directory);
    if (names !== undefined) return [defaultEndpoint(domain, insecureHosts, await dockerTrust(files, directory, names))];
  }
  return [defaultEndpoint(domain, insecureHosts)];
}

/** What a host's directory may be called; `_default` is for all that have none. */
function namesOf(domain: string): readonly string[] {
  const port = /^(.+):(\d+)$/.exec(domain);
  return [...(port === null ? [] : [`${port[1] ?? ''}_${port[2] ?? ''}_`]), domain, '_default'];
}

async function toEndpoint(domain: string, host: HostEntry, { files, insecureHosts }: EndpointsOptions): Promise<Endpoint> {
  const { authorityFiles, clientFiles, skipVerify, capabilities, headers, connectTimeoutMs } = host;
  const authorities = await Promise.all(authorityFiles.map((path) => readPem(files, path)));
  const clients = await Promise.all(clientFiles.map((client) => readClient(files, client)));
  const isPlainTrust = authorities.length === 0 && clients.length === 0 && !skipVerify;
  const trust = isPlainTrust
    ? undefined
    : checked({ authorities, clients, skipVerify }, [...authorityFiles, ...pathsOf(clientFiles)]);
  const base = host.url === undefined ? defaultEndpoint(domain, insecureHosts, trust) : endpointAt(host.url, domain);
  return { ...base, capabilities, headers, trust, connectTimeoutMs };
}

/** `*.crt` are CAs, `x.cert` and `x.key` are a client certificate; undefined when there are none. */
async function dockerTrust(
  files: EndpointsOptions['files'],
  directory: string,
  names: readonly string[],
): Promise<Trust | undefined> {
  const sorted = [...names].sort();
  const authorityFiles = sorted.filter((name) => name.endsWith('.crt')).map((name) => join(directory, name));
  const clientFiles = sorted
    .filter((name) => name.endsWith('.cert'))
    .map((name) => ({ certificate: join(directory, name), key: join(directory, name.replace(/\.cert$/, '.key')) }));
  const lonely = sorted.find((name) => name.endsWith('.key') && !names.includes(name.replace(/\.key$/, '.cert')));
  if (lonely !== undefined) throw badFile(join(directory, lonely), `there is no ${lonely.replace(/\.key$/, '.cert')} beside it`);
  if (authorityFiles.length === 0 && clientFiles.length === 0) return undefined;
  const authorities = await Promise.all(authorityFiles.map((path) => readPem(files, path)));
  const clients = await Promise.all(clientFiles.map((client) => readClient(files, client)));
  return checked({ authorities, clients, skipVerify: false }, [...authorityFiles, ...pathsOf(clientFiles)]);
}

/** A damaged file is told by its name now, not by a connection that fails later. */
function checked(trust: Trust, paths: readonly string[]): Trust {
  try {
    checkTrust(trust);
    return trust;
  } catch (error) {
    throw badFile(paths.join(', '), messageOf(error), error);
  }
}

async function readClient(files: EndpointsOptions['files'], { certificate, key }: ClientFiles): Promise<ClientCertificate> {
  const text = await readPem(files, certificate);
  return { certificate: text, key: key === undefined ? text : await readPem(files, key) };
}

async function readPem(files: EndpointsOptions['files'], path: string): Promise<string> {
  try {
    const text = await files.readTextIfPresent(path);
    if (text === undefined) throw badFile(path, 'it is not there');
    if (!text.includes('-----BEGIN ')) throw badFile(path, 'it is not in PEM format');
    return text;
  } catch (error) {
    if (isCriError(error) || errnoOf(error) === undefined) throw error;
    throw hostError(error, `read ${path}`);
  }
}

async function listIfPresent(files: EndpointsOptions['files'], directory: string): Promise<readonly string[] | undefined> {
  try {
    return await files.list(directory);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw hostError(error, `read ${directory}`);
  }
}

function pathsOf(clients: readonly ClientFiles[]): readonly string[] {
  return clients.flatMap(({ certificate, key }) => (key === undefined ? [certificate] : [certificate, key]));
}

function badFile(path: string, reason: string, cause?: unknown): CriError {
  return new CriError('failed-precondition', `registry configuration ${path}: ${reason}`, {
    hint: 'correct this file, then try again',
    ...(cause === undefined ? {} : { cause }),
  });
}
