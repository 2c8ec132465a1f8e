import type { Clock } from '../../host/clock.ts';
import type { Digest } from '../../base/ids.ts';
import type { RegistryAuth } from '../images.ts';
import { ACCEPTED_MANIFESTS } from '../media-types.ts';
import type { Reference } from '../reference.ts';
import { authorize } from './authorize.ts';
import { readBody, type Http, type HttpResponse } from './http.ts';
import { connectionError, isBrokenConnection, notARegistry, shorterThanStated, statusError } from './registry-error.ts';

export interface RegistryClientOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly reference: Reference;
  readonly auth?: RegistryAuth | undefined;
  /** Hosts (with port) that are asked without TLS, beside loopback. */
  readonly insecureHosts: readonly string[];
}

/** One repository of one registry. */
export interface RegistryClient {
  /** The manifest or index under a tag or digest. */
  manifest(tagOrDigest: string, signal: AbortSignal): Promise<{ bytes: Buffer; contentType: string }>;
  /** The blob from byte `from` on; `from` in the answer is 0 when the registry does not do ranges. */
  blob(digest: Digest, from: number, signal: AbortSignal): Promise<{ from: number; response: HttpResponse }>;
}

const MAX_MANIFEST_BYTES = 4 << 20;
const TRIES = 3;
const FIRST_DELAY_MS = 200;

export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { http, clock, reference } = options;
  const host = reference.domain === 'docker.io' ? 'registry-1.docker.io' : reference.domain;
  const base = `${isPlain(host, options.insecureHosts) ? 'http' : 'https'}://${host}/v2/${reference.path}`;
  let authorization: string | undefined;

  const get = async (url: string, headers: Record<string, string>, signal: AbortSignal): Promise<HttpResponse> => {
    for (let challenged = false; ; challenged = true) {
      const all = authorization === undefined ? headers : { ...headers, authorization };
      const response = await http.get({ url, headers: all, signal });
      const challenge = response.headers['www-authenticate'];
      if (response.status !== 401 || challenged || challenge === undefined) return response;
      response.body.resume();
      authorization = await authorize(
        { http, challenge, auth: options.auth, scope: `repository:${reference.path}:pull`, url },
        signal,
      );
    }
  };
  const getWithRetries = async (url: string, headers: Record<string, string>, signal: AbortSignal): Promise<HttpResponse> => {
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt === TRIES;
      let delayMs = FIRST_DELAY_MS * 2 ** attempt * (0.5 + Math.random());
      try {
        const response = await get(url, headers, signal);
        if (isLast || (response.status !== 429 && response.status < 500)) return response;
        response.body.resume();
        const after = Number(response.headers['retry-after']);
        if (after > 0) delayMs = Math.min(after * 1000, 60_000);
      } catch (error) {
        if (isLast || !isBrokenConnection(error)) throw connectionError(error, host);
      }
      await clock.sleep(delayMs, signal);
    }
  };

  return {
    manifest: async (tagOrDigest, signal) => {
      const url = `${base}/manifests/${tagOrDigest}`;
      const what = `manifest ${reference.name} ${tagOrDigest}`;
      const response = await getWithRetries(url, { accept: ACCEPTED_MANIFESTS }, signal);
      if (response.status !== 200) {
        response.body.resume();
        throw statusError(response.status, url, what);
      }
      const contentType = response.headers['content-type'] ?? '';
      if (/^text\/html\b/i.test(contentType)) {
        response.body.destroy();
        throw notARegistry(host);
      }
      try {
        return { bytes: await readBody(response, MAX_MANIFEST_BYTES, what), contentType };
      } catch (error) {
        throw signal.aborted ? signal.reason : connectionError(error, host);
      }
    },
    blob: async (digest, from, signal) => {
      const url = `${base}/blobs/${digest}`;
      const response = await getWithRetries(url, from > 0 ? { range: `bytes=${String(from)}-` } : {}, signal);
      if (response.status === 206 && response.headers['content-range']?.startsWith(`bytes ${String(from)}-`) === true)
        return { from, response };
      if (response.status === 200) return { from: 0, response };
      response.body.resume();
      if (response.status === 416) throw shorterThanStated(host, digest, from);
      throw statusError(response.status, url, `blob ${digest}`);
    },
  };
}

/** Without TLS only where nobody is in between, or where the administrator said so. */
function isPlain(host: string, insecureHosts: readonly string[]): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host) || insecureHosts.includes(host);
}
