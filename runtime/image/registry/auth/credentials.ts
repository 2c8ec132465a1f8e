import { isCriError } from '../../../base/cri-error.ts';
import type { Exec } from '../../../host/exec.ts';
import type { Files } from '../../../host/files.ts';
import type { RegistryAuth } from '../../images.ts';
import { askCredentialProgram } from './credential-program.ts';
import { parseDockerConfig } from './docker-config.ts';
import type { Endpoint } from '../endpoint.ts';
import { registryName } from '../configuration/registry-name.ts';

/** Whom a registry is told that we are. */
export interface Credentials {
  readonly auth: RegistryAuth | undefined;
  /** Why there may be less than was hoped for. */
  readonly problem?: string;
}

const NO_CREDENTIALS: Credentials = { auth: undefined };

export interface CredentialsOptions {
  readonly files: Pick<Files, 'readTextIfPresent'>;
  readonly exec: Exec;
  /** Docker's config.json; '' = none. */
  readonly dockerConfig: string;
  /** For helper programs. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly warn: (message: string) => void;
}

export interface CredentialsWanted {
  /** Those of the call; they are for the registry, and for a mirror only if they name it. */
  readonly auth: RegistryAuth | undefined;
  /** The registry's name in references. */
  readonly domain: string;
  readonly path: string;
  readonly endpoint: Endpoint;
}

/**
 * The call's own credentials, else those that the daemon's Docker configuration has: by helper program, or in the file. A configuration that
 * cannot be used is a warning: a public image needs none of it.
 */
export async function findCredentials(
  { auth, domain, path, endpoint }: CredentialsWanted,
  options: CredentialsOptions,
  signal: AbortSignal,
): Promise<Credentials> {
  const registry = endpoint.isMirror ? registryName(endpoint.url) : registryName(domain);
  if (auth !== undefined && isFor(auth, { registry, isMirror: endpoint.isMirror })) return { auth };
  try {
    return await fromDockerConfig({ registry, path }, options, signal);
  } catch (error) {
    if (signal.aborted || !isCriError(error)) throw error;
    options.warn(error.message);
    return { auth: undefined, problem: error.message };
  }
}

function isFor({ serverAddress }: RegistryAuth, { registry, isMirror }: { registry: string; isMirror: boolean }): boolean {
  return serverAddress === '' ? !isMirror : registryName(serverAddress) === registry;
}

async function fromDockerConfig(
  { registry, path }: { readonly registry: string; readonly path: string },
  { files, exec, dockerConfig, environment }: CredentialsOptions,
  signal: AbortSignal,
): Promise<Credentials> {
  const text = dockerConfig === '' ? undefined : await files.readTextIfPresent(dockerConfig);
  if (text === undefined) return NO_CREDENTIALS;
  const config = parseDockerConfig(text, dockerConfig);
  const helper = config.helperFor(registry);
  const ofFile = config.authFor(registry, path);
  if (helper === undefined) return { auth: ofFile };
  // This is how Docker itself calls its registry when it stores credentials.
  const server = registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
  const ofHelper = await askCredentialProgram({ name: helper, server }, { exec, environment }, signal);
  return { auth: ofHelper ?? ofFile };
}
