import { CriError } from '../../../base/cri-error.ts';
import type { RegistryAuth } from '../../images.ts';
import { noAuth } from './no-auth.ts';
import { registryName } from '../configuration/registry-name.ts';

/** What Docker's config.json says about signing in. */
export interface DockerConfig {
  /** The helper program for a registry, without `docker-credential-`. */
  helperFor(registry: string): string | undefined;
  /** What the file itself has for a repository (`registry/path`); the longest prefix wins. */
  authFor(registry: string, path: string): RegistryAuth | undefined;
}

/** Reads config.json; throws failed-precondition that names the file and the key, and never what is in it. */
export function parseDockerConfig(text: string, file: string): DockerConfig {
  const json = object(parse(text, file), file, 'the file');
  const auths = object(json['auths'] ?? {}, file, 'auths');
  const helpers = object(json['credHelpers'] ?? {}, file, 'credHelpers');
  const store = json['credsStore'] ?? '';
  if (typeof store !== 'string') throw wrong(file, 'credsStore', 'a text is needed');
  return {
    helperFor: (registry) => {
      const key = Object.keys(helpers).find((name) => registryName(name) === registry);
      const helper = key === undefined ? store : helpers[key];
      if (typeof helper !== 'string') throw wrong(file, `credHelpers.${key ?? ''}`, 'a text is needed');
      return helper === '' ? undefined : helper;
    },
    authFor: (registry, path) => {
      const wanted = `${registry}/${path}`;
      const fitting = Object.keys(auths)
        .map((key) => ({ key, prefix: prefixOf(key) }))
        .filter(({ prefix }) => wanted === prefix || wanted.startsWith(`${prefix}/`))
        .sort((a, b) => b.prefix.length - a.prefix.length);
      for (const { key } of fitting) {
        const found = toAuth(object(auths[key] ?? {}, file, `auths.${key}`), file, key);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** `https://host/v1/` and `host` stand for the whole registry, `host/path` for what is below it. */
function prefixOf(key: string): string {
  if (key.includes('://')) return registryName(key);
  const [host = '', ...path] = key.replace(/\/+$/, '').split('/');
  const isOldAddress = path.length === 1 && /^v[12]$/.test(path[0] ?? '');
  return [registryName(host), ...(isOldAddress ? [] : path)].join('/');
}

function toAuth(entry: Record<string, unknown>, file: string, key: string): RegistryAuth | undefined {
  const text = (name: string): string => {
    const value = entry[name] ?? '';
    if (typeof value !== 'string') throw wrong(file, `auths.${key}.${name}`, 'a text is needed');
    return value;
  };
  const [identityToken, registryToken] = [text('identitytoken'), text('registrytoken')];
  const [username, password] = text('auth') === '' ? [text('username'), text('password')] : decoded(text('auth'), file, key);
  if (username + password + identityToken + registryToken === '') return undefined;
  // With an identity token the user is there for show.
  const user = password === '' && identityToken !== '' ? '' : username;
  return { ...noAuth, username: user, password, identityToken, registryToken };
}

function decoded(auth: string, file: string, key: string): [username: string, password: string] {
  const plain = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = plain.indexOf(':');
  if (colon < 0) throw wrong(file, `auths.${key}.auth`, 'it is not user:password in base64');
  return [plain.slice(0, colon), plain.slice(colon + 1)];
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's own message would quote the file.
    if (error instanceof SyntaxError) throw wrong(file, 'the file', 'it is not JSON');
    throw error;
  }
}

function object(value: unknown, file: string, key: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw wrong(file, key, 'an object is needed');
}

function wrong(file: string, key: string, reason: string): CriError {
  return new CriError('failed-precondition', `${file}: ${key}: ${reason}`, {
    hint: 'correct this file, or sign in again with the tool that wrote it',
  });
}
