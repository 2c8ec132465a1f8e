import { isCriError } from '../../base/cri-error.ts';
import type { Clock } from '../../host/clock.ts';
import { Flights } from '../flights.ts';
import { authorize } from './auth/authorize.ts';
import type { Credentials } from './auth/credentials.ts';
import type { Endpoint } from './endpoint.ts';
import type { Http, HttpBody, HttpMethod, HttpResponse } from './http.ts';
import { connectionError, isBrokenConnection } from './registry-error.ts';
import { retryAfterMs } from './connection/retry-after.ts';
import { withoutClients } from './connection/trust.ts';

export interface RepositoryOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly endpoint: Endpoint;
  /** Below the host: `library/busybox`. */
  readonly path: string;
  /** The registry's name in references. */
  readonly domain: string;
  readonly actions: 'pull' | 'pull,push';
  /** Asked for once, when the registry first wants to know who we are. */
  /** How often reading is tried while the registry is in trouble; default 3. */
  readonly tries?: number;
  readonly credentials: (signal: AbortSignal) => Promise<Credentials>;
}

export interface RepositoryRequest {
  /** Default: GET. */
  readonly method?: HttpMethod;
  /** Below the repository: `manifests/latest`; or a whole address that the registry gave (Location). */
  readonly at: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpBody;
  /** Beside that of the repository: `repository:other:pull`, to mount a blob from there. */
  readonly scopes?: readonly string[];
  readonly signal: AbortSignal;
}

/** One repository at one endpoint. */
export interface Repository {
  readonly endpoint: Endpoint;
  /** With port. */
  readonly host: string;
  /**
   * Sends with the endpoint's headers, trust and authorization; a challenge (also of a token that has run out) is answered once per
   * request. Reading is tried again after a broken connection, 429 and 5xx; other methods only after 429. Any other status is an answer.
   * Throws CriError or the signal's reason.
   */
  send(request: RepositoryRequest): Promise<HttpResponse>;
}

const FIRST_DELAY_MS = 200;

export function openRepository(options: RepositoryOptions): Repository {
  const { clock, endpoint, path, tries = 3 } = options;
  const host = new URL(endpoint.url).host;
  const session = createSession(options);
  const addressOf = (at: string): string => {
    const url = new URL(at, `${endpoint.url}/${path}/`);
    if (endpoint.isElsewhere) url.searchParams.set('ns', options.domain);
    return url.href;
  };
  return {
    endpoint,
    host,
    send: async (request) => {
      const { method = 'GET', signal } = request;
      const isReading = method === 'GET' || method === 'HEAD';
      const url = addressOf(request.at);
      for (let attempt = 1; ; attempt++) {
        const isLast = attempt >= tries;
        let delayMs = backoffMs(attempt);
        try {
          const response = await session.send(url, request);
          const mayPass = response.status === 429 || (isReading && response.status >= 500);
          if (isLast || !mayPass) return response;
          response.body.resume();
          delayMs = retryAfterMs(response.headers['retry-after'], clock.nowNs() / 1e6) ?? delayMs;
        } catch (error) {
          signal.throwIfAborted();
          const mayPass = isBrokenConnection(error) || isCriError(error, 'unavailable');
          if (isLast || !isReading || !mayPass) throw connectionError(error, host);
        }
        await clock.sleep(delayMs, signal);
      }
    },
  };
}

/** How long to wait before the next try, with jitter; `failures` in a row. */
export function backoffMs(failures: number): number {
  return FIRST_DELAY_MS * 2 ** failures * (0.5 + Math.random());
}

interface Session {
  send(url: string, request: RepositoryRequest): Promise<HttpResponse>;
}

/** The authorization that all requests to one repository share. */
function createSession({ http, endpoint, path, actions, credentials }: RepositoryOptions): Session {
  const { origin } = new URL(endpoint.url);
  const own = `repository:${path}:${actions}`;
  const scopes = new Set([own]);
  // Several requests may be challenged at once: the first one asks for all.
  const renewals = new Flights<string, never>({ kindOf: () => '' });
  let authorization: string | undefined;
  let known: Credentials | undefined;

  const renew = async (challenge: string, url: string, signal: AbortSignal): Promise<string> => {
    known ??= await credentials(signal);
    return authorize({ http, challenge, credentials: known, scopes: [...scopes], url, trust: endpoint.trust }, signal);
  };

  return {
    send: async (url, { method = 'GET', headers, body, scopes: more = [], signal }) => {
      for (const scope of more) scopes.add(scope);
      const isOurs = new URL(url).origin === origin;
      for (let challenged = false; ; challenged = true) {
        const used = authorization;
        const response = await http.request({
          method,
          url,
          headers: {
            ...(isOurs ? endpoint.headers : {}),
            ...headers,
            ...(isOurs && used !== undefined ? { authorization: used } : {}),
          },
          body,
          connectTimeoutMs: endpoint.connectTimeoutMs,
          trust: isOurs ? endpoint.trust : withoutClients(endpoint.trust),
          signal,
        });
        const challenge = response.headers['www-authenticate'];
        const isFromUs = new URL(response.url).origin === origin;
        if (response.status !== 401 || challenged || challenge === undefined || !isFromUs) return response;
        response.body.resume();
        if (authorization === used)
          authorization = await renewals.join('', { signal }, (shared) => renew(challenge, url, shared));
      }
    },
  };
}
