import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, status, type ServiceError } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ImageService, RuntimeService } from '../../../proto/gen/cri.ts';
import { CriError } from '../../../runtime/base/cri-error.ts';
import { createLogger } from '../../../runtime/base/logger.ts';
import type { ImageRecord } from '../../../runtime/base/image-record.ts';
import type { ImportRequest, PullRequest } from '../../../runtime/image/images.ts';
import { createRpcServer, type RpcServer } from '../../../runtime/rpc/create-rpc-server.ts';
import { IMAGE_HANDLERS, RUNTIME_HANDLERS } from '../../../runtime/rpc/handlers.ts';
import { connectCri, type CriClient } from '../../support/cri-client.ts';
import { createFakeRuntime, type FakeRuntime } from '../../support/fake-runtime-parts.ts';
import { containerRecord, imageRecord, sandboxRecord } from '../state/records.ts';

let directory: string;
let socket: string;
let server: RpcServer;
let cri: CriClient;
let runtime: FakeRuntime;
let logged: Record<string, unknown>[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-rpc-'));
  socket = join(directory, 's.sock');
  runtime = createFakeRuntime();
  logged = [];
  const write = (line: string): void => {
    logged.push(JSON.parse(line) as Record<string, unknown>);
  };
  server = createRpcServer({ parts: runtime.parts, log: createLogger({ level: 'debug', write, now: () => new Date() }) });
  await server.listen(socket);
  server.open();
  cri = connectCri(socket);
});

afterEach(async () => {
  cri.close();
  await server.close(50);
  rmSync(directory, { recursive: true });
});

const anImage = (): ImageRecord => ({ ...imageRecord('sha256:i'), config: { ...imageRecord('').config, user: '' } });

/** The error of a call that has to fail. */
async function failure(call: Promise<unknown>): Promise<ServiceError> {
  return call.then(
    () => {
      throw new Error('the call succeeded');
    },
    (error: unknown) => error as ServiceError,
  );
}

async function failureOf(stream: AsyncIterable<unknown>): Promise<ServiceError> {
  return failure(
    (async () => {
      for await (const _message of stream);
    })(),
  );
}

describe('every call', () => {
  test('of CRI has a handler', () => {
    const absent = [...Object.keys(RuntimeService), ...Object.keys(ImageService)].filter(
      (name) => !(name in RUNTIME_HANDLERS) && !(name in IMAGE_HANDLERS),
    );
    expect(absent).toEqual([]);
  });

  test('is logged once, at its end, with method, ids, milliseconds, code and request id', async () => {
    runtime.pods.stop = () => Promise.resolve();
    await cri.runtime.StopPodSandbox({ podSandboxId: 'p1' });
    await failure(cri.runtime.PodSandboxStatus({ podSandboxId: 'none' }));
    expect(logged).toEqual([
      expect.objectContaining({
        level: 'info',
        message: 'StopPodSandbox',
        pod: 'p1',
        code: 'OK',
        ms: expect.any(Number) as unknown,
        requestId: expect.any(String) as unknown,
      }),
      expect.objectContaining({
        level: 'warn',
        message: 'PodSandboxStatus',
        pod: 'none',
        code: 'NOT_FOUND',
        reason: 'pod sandbox "none" does not exist',
      }),
    ]);
  });

  test('never logs credentials or environments', async () => {
    runtime.imageVerbs.pull = () => Promise.reject(new CriError('unauthenticated', 'no'));
    await failure(
      cri.images.PullImage({ image: { image: 'a' }, auth: { username: 'u', password: 'hunter2', registryToken: 'tok3n' } }),
    );
    expect(JSON.stringify(logged)).not.toMatch(/hunter2|tok3n/);
  });

  test('that meets a bug answers INTERNAL with the request id that the log has beside the stack', async () => {
    runtime.pods.run = () => {
      throw new TypeError('oops');
    };
    const error = await failure(cri.runtime.RunPodSandbox({ config: { metadata: { name: 'a', uid: 'u', namespace: 'n' } } }));
    expect(error.code).toBe(status.INTERNAL);
    expect(error.details).not.toContain('oops');
    const [line] = logged;
    expect(line).toMatchObject({
      level: 'error',
      error: { message: 'oops', stack: expect.stringContaining('TypeError') as unknown },
    });
    expect(error.details).toContain(String(line?.['requestId']));
  });

  test('carries the hint in the message and the trailers', async () => {
    runtime.imageVerbs.pull = () =>
      Promise.reject(new CriError('unavailable', 'registry x is away', { hint: 'look at the network' }));
    const error = await failure(cri.images.PullImage({ image: { image: 'a' } }));
    expect([error.code, error.details]).toEqual([status.UNAVAILABLE, 'registry x is away (look at the network)']);
    expect(error.metadata.get('slipway-code')).toEqual(['unavailable']);
    expect(decodeURIComponent(String(error.metadata.get('slipway-hint')[0]))).toBe('look at the network');
  });

  test('with bytes that are no message is INVALID_ARGUMENT', async () => {
    const client = new Client(`unix://${socket}`, credentials.createInsecure());
    const bytes = Buffer.of(10, 200);
    const error = await failure(
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          RuntimeService.Version.path,
          () => bytes,
          (x) => x,
          {},
          (problem, answer) => {
            if (problem === null) resolve(answer);
            else reject(problem);
          },
        );
      }),
    );
    client.close();
    expect([error.code, error.details]).toEqual([status.INVALID_ARGUMENT, 'the request is not a message of this call']);
  });
});

describe("the end of the caller's patience", () => {
  const stuck =
    (signals: AbortSignal[]) =>
    ({ signal }: { signal?: AbortSignal | undefined }): Promise<never> =>
      new Promise((_resolve, reject) => {
        if (signal === undefined) return;
        signals.push(signal);
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
  const pod = { config: { metadata: { name: 'a', uid: 'u', namespace: 'n' } } };

  test('a deadline reaches the work as its signal, and the caller as DEADLINE_EXCEEDED', async () => {
    const signals: AbortSignal[] = [];
    runtime.pods.run = stuck(signals);
    expect((await failure(cri.runtime.RunPodSandbox(pod, { timeoutMs: 60 }))).code).toBe(status.DEADLINE_EXCEEDED);
    await expect.poll(() => signals[0]?.reason as unknown).toMatchObject({ code: 'deadline-exceeded' });
    await expect.poll(() => logged.at(-1)).toMatchObject({ message: 'RunPodSandbox', code: 'DEADLINE_EXCEEDED' });
  });

  test('a cancelled call aborts the work', async () => {
    const signals: AbortSignal[] = [];
    runtime.pods.run = stuck(signals);
    const abort = new AbortController();
    const call = failure(cri.runtime.RunPodSandbox(pod, { signal: abort.signal }));
    await expect.poll(() => signals.length).toBe(1);
    abort.abort();
    expect((await call).code).toBe(status.CANCELLED);
    await expect.poll(() => signals[0]?.reason as unknown).toMatchObject({ code: 'cancelled' });
  });

  test('an error of the work on its way out counts as the cancellation that caused it', async () => {
    runtime.pods.run = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new Error('a pipe broke'));
        });
      });
    await failure(cri.runtime.RunPodSandbox(pod, { timeoutMs: 40 }));
    // Whichever comes first: the caller's farewell, or the end of its time by our own clock.
    await expect.poll(() => logged.at(-1)?.['code']).toMatch(/^(DEADLINE_EXCEEDED|CANCELLED)$/);
  });
});

describe('before and after serving', () => {
  test('only Version answers while the daemon recovers', async () => {
    const path = join(directory, 'early.sock');
    const early = createRpcServer({ parts: runtime.parts, log: runtime.parts.log });
    await early.listen(path);
    const client = connectCri(path);
    expect(await client.runtime.Version()).toMatchObject({
      runtimeName: 'slipway',
      runtimeVersion: '1.2.3',
      runtimeApiVersion: 'v1',
    });
    const error = await failure(client.runtime.ListPodSandbox());
    expect([error.code, error.details]).toEqual([status.UNAVAILABLE, expect.stringContaining('recovering') as unknown]);
    early.open();
    expect((await client.runtime.ListPodSandbox()).items).toEqual([]);
    client.close();
    await early.close(10);
  });

  test('a call in flight may end while the daemon closes, streams end at once, and new calls are refused', async () => {
    const release = Promise.withResolvers<undefined>();
    runtime.pods.stop = async () => {
      await release.promise;
    };
    runtime.imageVerbs.pull = ({ signal }: PullRequest) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    const stopping = cri.runtime.StopPodSandbox({ podSandboxId: 'p' });
    const pulling = failureOf(cri.slipway.PullImage({ reference: 'a' }));
    await cri.runtime.Version();
    const closed = server.close(5000);
    const error = await pulling;
    expect([error.code, error.details]).toEqual([status.UNAVAILABLE, expect.stringContaining('shutting down') as unknown]);
    release.resolve(undefined);
    expect(await stopping).toEqual({});
    await closed;
    expect((await failure(cri.runtime.Version({}, { timeoutMs: 500 }))).code).toBe(status.UNAVAILABLE);
  });

  test('work that does not end within the grace is aborted, and its caller told why', async () => {
    runtime.pods.stop = (_id, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    const stopping = failure(cri.runtime.StopPodSandbox({ podSandboxId: 'p' }));
    await cri.runtime.Version();
    await server.close(20);
    const error = await stopping;
    expect([error.code, error.details]).toEqual([status.UNAVAILABLE, expect.stringContaining('shutting down') as unknown]);
  });
});

describe('particular calls', () => {
  test('a privileged container needs a privileged pod', async () => {
    runtime.sandboxes.push(sandboxRecord('p1'));
    const error = await failure(
      cri.runtime.CreateContainer({
        podSandboxId: 'p1',
        config: { metadata: { name: 'c' }, image: { image: 'i' }, linux: { securityContext: { privileged: true } } },
      }),
    );
    expect([error.code, error.details]).toEqual([status.INVALID_ARGUMENT, expect.stringContaining('privileged') as unknown]);
  });

  test('a container is created in the pod that a prefix names, with the configuration in plain types', async () => {
    runtime.sandboxes.push(sandboxRecord('abc'));
    runtime.containerVerbs.create = ({ sandbox, config }) =>
      Promise.resolve(containerRecord(`of-${sandbox.id}-${config.metadata.name}`, sandbox.id));
    const config = { metadata: { name: 'c' }, image: { image: 'i' } };
    expect(await cri.runtime.CreateContainer({ podSandboxId: 'a', config })).toEqual({ containerId: 'of-abc-c' });
    expect((await failure(cri.runtime.CreateContainer({ podSandboxId: 'x', config }))).code).toBe(status.NOT_FOUND);
    expect((await failure(cri.runtime.CreateContainer({ podSandboxId: 'a' }))).details).toBe('config is missing');
  });

  test('the output of a command comes back byte by byte', async () => {
    runtime.containerVerbs.execSync = ({ argv }) =>
      Promise.resolve({ exitCode: 3, stdout: Buffer.of(0, 255, argv.length), stderr: Buffer.alloc(0) });
    const answer = await cri.runtime.ExecSync({ containerId: 'c', cmd: ['a', 'b'] });
    expect({ ...answer, stdout: [...answer.stdout], stderr: [...answer.stderr] }).toEqual({
      exitCode: 3,
      stdout: [0, 255, 2],
      stderr: [],
    });
    expect((await failure(cri.runtime.ExecSync({ containerId: 'c' }))).details).toBe('cmd is empty');
    expect((await failure(cri.runtime.ExecSync({ containerId: 'c', cmd: ['a'], timeout: -1 }))).code).toBe(
      status.INVALID_ARGUMENT,
    );
  });

  test('StopContainer takes a negative timeout for none', async () => {
    const seconds: number[] = [];
    runtime.containerVerbs.stop = (_id, timeout) => {
      seconds.push(timeout);
      return Promise.resolve();
    };
    await cri.runtime.StopContainer({ containerId: 'c', timeout: -7 });
    await cri.runtime.StopContainer({ containerId: 'c', timeout: 30 });
    expect(seconds).toEqual([0, 30]);
  });

  test("a pull gets the credentials that are there, and answers with the image's id", async () => {
    const pulls: PullRequest[] = [];
    runtime.imageVerbs.pull = (request) => {
      pulls.push(request);
      return Promise.resolve(imageRecord('sha256:i'));
    };
    expect(await cri.images.PullImage({ image: { image: 'a' }, auth: {} })).toEqual({ imageRef: 'sha256:i' });
    await cri.images.PullImage({ image: { image: 'b' }, auth: { username: 'u', password: 'p' } });
    expect(pulls[0]).not.toHaveProperty('auth');
    expect(pulls[1]).toMatchObject({ reference: 'b', auth: { username: 'u', password: 'p' } });
    for (const auth of [{ auth: 'a\r\nb' }, { auth: '%%' }, { identityToken: 'a\nb' }, { registryToken: 'a b' }])
      await expect(cri.images.PullImage({ image: { image: 'c' }, auth })).rejects.toMatchObject({
        code: status.INVALID_ARGUMENT,
      });
    expect((await failure(cri.images.PullImage({}))).details).toBe('image is missing');
  });

  test('the image file system has a mount point, a time, bytes and inodes, and no second one', async () => {
    runtime.imageVerbs.usage = () => Promise.resolve({ mountpoint: '/i', usedBytes: 5, inodesUsed: 6 });
    const { imageFilesystems, containerFilesystems } = await cri.images.ImageFsInfo();
    expect(imageFilesystems).toEqual([
      { timestamp: expect.any(Number) as unknown, fsId: { mountpoint: '/i' }, usedBytes: { value: 5 }, inodesUsed: { value: 6 } },
    ]);
    expect(containerFilesystems).toEqual([]);
  });
});

describe('ImportImage', () => {
  test('passes the archive on as it comes, after the header', async () => {
    let seen = { names: [] as readonly string[], bytes: 0 };
    runtime.imageVerbs.importArchive = async ({ archive, names }: ImportRequest) => {
      let bytes = 0;
      for await (const piece of archive) bytes += piece.length;
      seen = { names, bytes };
      return [anImage()];
    };
    const chunk = Buffer.alloc(64 * 1024);
    const requests = [{ header: { names: ['a:1'] }, chunk: Buffer.of(1) }, ...Array.from({ length: 100 }, () => ({ chunk }))];
    const { images } = await cri.slipway.ImportImage(requests);
    expect(images.map(({ id }) => id)).toEqual(['sha256:i']);
    expect(seen).toEqual({ names: ['a:1'], bytes: 1 + 100 * 64 * 1024 });
  });

  test('without a header is INVALID_ARGUMENT', async () => {
    expect((await failure(cri.slipway.ImportImage([{ chunk: Buffer.of(1) }]))).code).toBe(status.INVALID_ARGUMENT);
    expect((await failure(cri.slipway.ImportImage([]))).code).toBe(status.INVALID_ARGUMENT);
  });

  test('that is refused half way ends, though the caller still sends', async () => {
    runtime.imageVerbs.importArchive = async ({ archive }: ImportRequest) => {
      for await (const _piece of archive) throw new CriError('data-loss', 'the archive is damaged');
      return [];
    };
    async function* endless(): AsyncGenerator<{ header?: object; chunk?: Buffer }> {
      yield { header: {} };
      for (;;) {
        yield { chunk: Buffer.alloc(16 * 1024) };
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
    }
    expect((await failure(cri.slipway.ImportImage(endless()))).code).toBe(status.DATA_LOSS);
  });
});
