import type { Clock } from '../../host/clock.ts';
import type { RegistryAuth } from '../images.ts';
import type { Reference } from '../reference.ts';
import { defaultEndpoint } from './endpoint.ts';
import type { Http } from './http.ts';
import { openRepository, type Repository } from './repository.ts';

export interface RegistriesOptions {
  readonly http: Http;
  readonly clock: Clock;
  /** Hosts (with port) that are asked without TLS, beside loopback. */
  readonly insecureHosts: readonly string[];
}

/** How registries are reached, by the daemon's configuration. */
export interface Registries {
  /** The repository at every endpoint that may be asked, mirrors first, the registry itself last. */
  open(reference: Pick<Reference, 'domain' | 'path'>, options: OpenOptions): Promise<readonly Repository[]>;
}

export interface OpenOptions {
  readonly actions: 'pull' | 'pull,push';
  /** Of the call; without it the daemon's own are looked up. */
  readonly auth?: RegistryAuth | undefined;
}

export function createRegistries({ http, clock, insecureHosts }: RegistriesOptions): Registries {
  return {
    open: async ({ domain, path }, { actions, auth }) => [
      openRepository({
        http,
        clock,
        endpoint: defaultEndpoint(domain, insecureHosts),
        path,
        domain,
        actions,
        credentials: async () => auth,
      }),
    ],
  };
}
