import type { Logger } from '../../base/logger.ts';
import type { Host } from '../../host/host.ts';
import type { RegistryAuth } from '../images.ts';
import type { Reference } from '../reference.ts';
import { findCredentials } from './auth/credentials.ts';
import type { Http } from './http.ts';
import { readEndpoints } from './configuration/registry-directory.ts';
import { openRepository, type Repository } from './repository.ts';

/** What the administrator sets about registries. */
export interface RegistrySettings {
  /** Hosts (with port) that are asked without TLS, beside loopback. */
  readonly insecureHosts: readonly string[];
  /** Directories in the layout of containerd's `certs.d`, first one first. */
  readonly directories: readonly string[];
  /** Docker's config.json; '' = none. */
  readonly dockerConfig: string;
  /** Of the daemon: for proxies, certificates and credential helpers. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface RegistriesOptions {
  readonly http: Http;
  readonly host: Pick<Host, 'clock' | 'exec' | 'files'>;
  readonly log: Logger;
  readonly settings: RegistrySettings;
}

/** How registries are reached, by the daemon's configuration. */
export interface Registries {
  /**
   * The repository at every endpoint, mirrors first, the registry itself last; each knows in `endpoint.capabilities` what it is for.
   * Configuration files are read anew. Throws failed-precondition when one is wrong.
   */
  open(reference: Pick<Reference, 'domain' | 'path'>, options: OpenOptions): Promise<readonly Repository[]>;
}

export interface OpenOptions {
  readonly actions: 'pull' | 'pull,push';
  /** Of the call; without it the daemon's own are looked up. */
  readonly auth?: RegistryAuth | undefined;
}

export function createRegistries({ http, host, log, settings }: RegistriesOptions): Registries {
  const { clock, exec, files } = host;
  const warn = (message: string): void => {
    log.warn('registry configuration', { reason: message });
  };
  return {
    open: async ({ domain, path }, { actions, auth }) => {
      const endpoints = await readEndpoints(domain, { ...settings, files, warn });
      return endpoints.map((endpoint) =>
        openRepository({
          http,
          clock,
          endpoint,
          path,
          domain,
          actions,
          // Whoever has another place to go to does not wait long.
          ...(endpoint === endpoints.at(-1) ? {} : { tries: 1 }),
          credentials: (signal) => findCredentials({ auth, domain, path, endpoint }, { ...settings, files, exec, warn }, signal),
        }),
      );
    },
  };
}
