import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { CriError, isCriError } from '../../base/cri-error.ts';
import type { Digest } from '../../base/ids.ts';
import type { Clock } from '../../host/clock.ts';
import type { HttpBody, HttpResponse } from '../registry/http.ts';
import type { Repository, RepositoryRequest } from '../registry/repository.ts';
import { pushError } from './push-error.ts';

export interface UploadOptions {
  readonly blob: { readonly digest: Digest; readonly size: number; readonly path: string };
  /** Repositories of the same registry that may have it. */
  readonly sources: readonly string[];
  readonly clock: Clock;
  readonly chunkBytes: number;
  readonly report: (phase: 'uploading' | 'done' | 'exists' | 'mounted', doneBytes: number) => void;
  readonly signal: AbortSignal;
}

const TRIES = 4;
const FIRST_DELAY_MS = 200;
/** A registry that wants larger pieces gets them as it wants them, up to this. */
const MAX_CHUNK_BYTES = 1 << 30;
const READ_BYTES = 256 * 1024;

/** Brings one blob into a repository: found there, mounted from another one, or uploaded. A broken upload begins anew, or goes on where it broke. */
export async function uploadBlob(repository: Repository, options: UploadOptions): Promise<void> {
  const { blob, signal, report, clock } = options;
  const upload = new Upload(repository, options);
  for (let attempt = 1; ; attempt++) {
    try {
      const isThere = await exists(repository, options);
      report(isThere ? 'exists' : await upload.run(), blob.size);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (attempt === TRIES || !isCriError(error, 'unavailable')) throw error;
    }
    await clock.sleep(FIRST_DELAY_MS * 2 ** attempt * (0.5 + Math.random()), signal);
  }
}

/** Only a clear yes counts: a repository that is not there yet, or may not be read, answers in many ways. */
async function exists(repository: Repository, { blob, signal }: UploadOptions): Promise<boolean> {
  const response = await repository.send({ method: 'HEAD', at: `blobs/${blob.digest}`, signal });
  response.body.resume();
  return response.status === 200;
}

/** One blob on its way; what a session has received is remembered over broken connections. */
class Upload {
  private readonly repository: Repository;
  private readonly options: UploadOptions;
  private session: string | undefined;
  private sent = 0;
  private isChunked: boolean;
  private chunkBytes: number;
  private readonly sourcesLeft: string[];

  constructor(repository: Repository, options: UploadOptions) {
    this.repository = repository;
    this.options = options;
    this.isChunked = options.blob.size > options.chunkBytes;
    this.chunkBytes = options.chunkBytes;
    this.sourcesLeft = [...options.sources];
  }

  async run(): Promise<'done' | 'mounted'> {
    if (this.session !== undefined) await this.resume();
    if (this.session === undefined && (await this.begin()) === 'mounted') return 'mounted';
    if (this.isChunked) await this.sendChunks();
    await this.finish();
    return 'done';
  }

  /** Opens a session; a mount that is not possible opens one as well. */
  private async begin(): Promise<'mounted' | 'opened'> {
    const { digest } = this.options.blob;
    this.sent = 0;
    for (let source = this.sourcesLeft.shift(); source !== undefined; source = this.sourcesLeft.shift()) {
      const query = new URLSearchParams({ mount: digest, from: source });
      const response = await this.send({
        method: 'POST',
        at: `blobs/uploads/?${query.toString()}`,
        scopes: [`repository:${source}:pull`],
      });
      response.body.resume();
      if (response.status === 201) return 'mounted';
      if (response.status === 202) {
        this.follow(response);
        return 'opened';
      }
    }
    const response = await this.send({ method: 'POST', at: 'blobs/uploads/' });
    await this.expect(response, 202);
    this.follow(response);
    return 'opened';
  }

  private async sendChunks(): Promise<void> {
    const { blob } = this.options;
    while (this.sent < blob.size) {
      const end = Math.min(this.sent + this.chunkBytes, blob.size);
      const response = await this.send({
        method: 'PATCH',
        at: this.session ?? '',
        headers: { ...headersFor(end - this.sent), 'content-range': `${this.sent}-${end - 1}` },
        body: this.bodyOf(this.sent, end),
      });
      if (response.status === 416) {
        response.body.resume();
        await this.resume();
        if (this.session === undefined) throw outOfStep(this.repository, blob.digest);
        continue;
      }
      if ([404, 405, 501].includes(response.status)) {
        // Not every registry takes a blob in pieces.
        response.body.resume();
        this.isChunked = false;
        await this.begin();
        return;
      }
      await this.expect(response, 202);
      this.follow(response);
      this.sent = end;
    }
  }

  /** All at once, or the end of what was sent in pieces. */
  private async finish(): Promise<void> {
    const { digest, size } = this.options.blob;
    const at = new URL(this.session ?? '');
    at.searchParams.set('digest', digest);
    const rest = this.isChunked ? {} : { headers: headersFor(size), body: this.bodyOf(0, size) };
    const wasChunked = this.isChunked;
    // Pieces can be asked for again; of a whole blob nobody knows how much came.
    if (!wasChunked) this.session = undefined;
    const response = await this.send({ method: 'PUT', at: at.href, ...rest });
    const isForgotten = [404, 416].includes(response.status);
    // A piece that a connection broke off may have been stored twice: some registries do not look at its place.
    const isMixedUp = wasChunked && response.status === 400;
    if (isForgotten || isMixedUp) {
      response.body.resume();
      this.session = undefined;
      this.isChunked = wasChunked && !isMixedUp;
      throw outOfStep(this.repository, digest);
    }
    await this.expect(response, 201);
  }

  /** How much a session has after something broke; none when it does not know any more. */
  private async resume(): Promise<void> {
    const session = this.session ?? '';
    this.session = undefined;
    const response = await this.send({ method: 'GET', at: session });
    response.body.resume();
    const last = /^(?:bytes=)?0-(\d+)$/.exec(response.headers.range ?? '')?.[1];
    if (response.status !== 204 || last === undefined) return;
    this.session = session;
    this.follow(response);
    // An empty session says 0-0 as well: what may be one byte is sent again from the beginning, in a new session.
    if (Number(last) === 0) this.session = undefined;
    else this.sent = Math.min(Number(last) + 1, this.options.blob.size);
  }

  private bodyOf(start: number, end: number): HttpBody {
    const { blob, report } = this.options;
    if (start === end) return Buffer.alloc(0);
    return (): Readable => {
      let done = start;
      const stream = createReadStream(blob.path, { start, end: end - 1, highWaterMark: READ_BYTES });
      stream.on('data', (chunk) => {
        done += chunk.length;
        report('uploading', done);
      });
      return stream;
    };
  }

  private follow(response: HttpResponse): void {
    const { location } = response.headers;
    if (location === undefined && this.session === undefined) throw outOfStep(this.repository, this.options.blob.digest);
    if (location !== undefined) this.session = new URL(location, response.url).href;
    const least = Number(response.headers['oci-chunk-min-length'] ?? 0);
    if (least <= MAX_CHUNK_BYTES) this.chunkBytes = Math.max(this.chunkBytes, least);
  }

  private send(request: Omit<RepositoryRequest, 'signal'>): Promise<HttpResponse> {
    return this.repository.send({ ...request, signal: this.options.signal });
  }

  private async expect(response: HttpResponse, status: number): Promise<void> {
    if (response.status !== status) throw await pushError(response, `blob ${this.options.blob.digest}`);
    response.body.resume();
  }
}

const headersFor = (bytes: number): Record<string, string> => ({
  'content-type': 'application/octet-stream',
  'content-length': String(bytes),
});

function outOfStep({ host }: Repository, digest: Digest): CriError {
  return new CriError('unavailable', `RegistryUnavailable: ${host}: it lost the upload of blob ${digest}`, {
    hint: 'push again',
  });
}
