import { ImageService, RuntimeService } from '../../proto/gen/cri.ts';
import { LogStream, Slipway } from '../../proto/gen/slipway.ts';
import type { ContainerLogsRequest } from '../../proto/gen/slipway.ts';
import type { Input } from '../../proto/wire.ts';
import { containerCalls } from './container-calls.ts';
import { openChannel } from './channel.ts';
import type { CallObserver, Channel, ChannelCall } from './channel.ts';
import {
  containerDetailsOf,
  containerOf,
  diskUsageOf,
  imageOf,
  layerProgressOf,
  logEntryOf,
  podDetailsOf,
  podOf,
  runtimeStatusOf,
} from './from-cri.ts';
import { fileCalls } from './file-calls.ts';
import { authOf, imageCalls } from './image-calls.ts';
import { listed } from './listed.ts';
import { RpcError, isRpcError } from './rpc-error.ts';
import { runtimeCalls } from './runtime-calls.ts';
import type { CallOptions, Capability, PullOptions, RuntimeClient } from './runtime-client.ts';
import { containerConfigOf, podConfigOf } from './to-cri.ts';
import { streamingCalls } from './streams/streaming-calls.ts';
import type { LogEntry, LogQuery, PodLogEntries } from './types.ts';
import { t } from '../l10n.ts';

const ASK_MS = 10_000;
const ACT_MS = 120_000;
const STOP_GRACE_MS = 30_000;

const ask = (options: CallOptions = {}): ChannelCall => ({ ...options, deadlineMs: ASK_MS });
const act = (options: CallOptions = {}): ChannelCall => ({ ...options, deadlineMs: ACT_MS });

/** The calls of the runtime on `socket`; connects with the first call. The caller closes it. */
export function connectRuntime(socket: string, observer: CallObserver): RuntimeClient {
  const channel = openChannel(socket, observer);
  const offered = new Map<Capability, boolean>();
  return {
    ...askingCalls(channel),
    ...actingCalls(channel),
    ...streamingCalls(channel),
    ...imageCalls(channel),
    ...containerCalls(channel),
    ...fileCalls(channel),
    ...runtimeCalls(channel),
    pullImage: (name, options) => pullImage({ channel, offered }, name, options),
    containerLogs: (id, query, options) => containerLogs({ channel, offered }, { id, query }, options),
    podLogs: (id, query, options) => podLogs({ channel, offered }, { id, query }, options),
    offers: (capability) => offered.get(capability),
    close: () => {
      offered.clear();
      channel.close();
    },
  };
}

type Asking =
  | 'version'
  | 'status'
  | 'listPods'
  | 'podStatus'
  | 'listContainers'
  | 'containerStatus'
  | 'listImages'
  | 'imageStatus'
  | 'diskUsage';

function askingCalls(channel: Channel): Pick<RuntimeClient, Asking> {
  return {
    version: async (options) => {
      const reply = await channel.unary(RuntimeService.Version, {}, ask(options));
      return { runtimeName: reply.runtimeName, runtimeVersion: reply.runtimeVersion, apiVersion: reply.runtimeApiVersion };
    },
    status: async (options) => runtimeStatusOf(await channel.unary(RuntimeService.Status, { verbose: true }, ask(options))),
    listPods: async (options) => {
      const items = await listed(
        async () => (await channel.unary(RuntimeService.ListPodSandbox, {}, ask(options))).items,
        async function* () {
          for await (const { podSandboxes } of channel.stream(RuntimeService.StreamPodSandboxes, {}, ask(options)))
            yield podSandboxes;
        },
      );
      return items.map(podOf);
    },
    podStatus: async (id, options) => {
      const reply = await channel.unary(RuntimeService.PodSandboxStatus, { podSandboxId: id, verbose: true }, ask(options));
      return podDetailsOf(present(reply.status, `pod ${id}`), reply.info);
    },
    listContainers: async (options) => {
      const items = await listed(
        async () => (await channel.unary(RuntimeService.ListContainers, {}, ask(options))).containers,
        async function* () {
          for await (const { containers } of channel.stream(RuntimeService.StreamContainers, {}, ask(options))) yield containers;
        },
      );
      return items.map(containerOf);
    },
    containerStatus: async (id, options) => {
      const reply = await channel.unary(RuntimeService.ContainerStatus, { containerId: id, verbose: true }, ask(options));
      return containerDetailsOf(present(reply.status, `container ${id}`), reply.info);
    },
    listImages: async (options) => {
      const items = await listed(
        async () => (await channel.unary(ImageService.ListImages, {}, ask(options))).images,
        async function* () {
          for await (const { images } of channel.stream(ImageService.StreamImages, {}, ask(options))) yield images;
        },
      );
      return items.map(imageOf);
    },
    imageStatus: async (name, options) => {
      const reply = await channel.unary(ImageService.ImageStatus, { image: { image: name }, verbose: true }, ask(options));
      return reply.image === undefined ? undefined : { ...imageOf(reply.image), info: reply.info };
    },
    diskUsage: async (options) => diskUsageOf(await channel.unary(ImageService.ImageFsInfo, {}, ask(options))),
  };
}

type Acting =
  'runPod' | 'stopPod' | 'removePod' | 'createContainer' | 'startContainer' | 'stopContainer' | 'removeContainer' | 'removeImage';

function actingCalls(channel: Channel): Pick<RuntimeClient, Acting> {
  return {
    runPod: async (spec, options) => {
      const reply = await channel.unary(
        RuntimeService.RunPodSandbox,
        { config: podConfigOf(spec), runtimeHandler: '' },
        act(options),
      );
      return reply.podSandboxId;
    },
    stopPod: async (id, options) => {
      await channel.unary(RuntimeService.StopPodSandbox, { podSandboxId: id }, act(options));
    },
    removePod: async (id, options) => {
      await channel.unary(RuntimeService.RemovePodSandbox, { podSandboxId: id }, act(options));
    },
    createContainer: async (podId, { container, pod }, options) => {
      const request = { podSandboxId: podId, config: containerConfigOf(container), sandboxConfig: podConfigOf(pod) };
      return (await channel.unary(RuntimeService.CreateContainer, request, act(options))).containerId;
    },
    startContainer: async (id, options) => {
      await channel.unary(RuntimeService.StartContainer, { containerId: id }, act(options));
    },
    stopContainer: async (id, { timeoutSeconds, ...options }) => {
      const call = { ...options, deadlineMs: timeoutSeconds * 1000 + STOP_GRACE_MS };
      await channel.unary(RuntimeService.StopContainer, { containerId: id, timeout: timeoutSeconds }, call);
    },
    removeContainer: async (id, options) => {
      await channel.unary(RuntimeService.RemoveContainer, { containerId: id }, act(options));
    },
    removeImage: async (name, options) => {
      await channel.unary(ImageService.RemoveImage, { image: { image: name } }, act(options));
    },
  };
}

interface Connection {
  readonly channel: Channel;
  readonly offered: Map<Capability, boolean>;
}

/** Slipway's own pull where it is offered, else CRI's, which says nothing until its end. */
async function pullImage(
  connection: Connection,
  name: string,
  { onProgress, credential, ...options }: PullOptions,
): Promise<string> {
  const { channel, offered } = connection;
  const call = { ...options, deadlineMs: 0 }; // a slow registry may take an hour; the user and the runtime end it
  if (offered.get('pullProgress') !== false) {
    try {
      let imageId = '';
      for await (const message of channel.stream(Slipway.PullImage, { reference: name, ...authOf(credential) }, call)) {
        offered.set('pullProgress', true);
        for (const layer of message.layers) onProgress(layerProgressOf(layer));
        if (message.imageId !== '') imageId = message.imageId;
      }
      return imageId;
    } catch (error) {
      if (!isRpcError(error, 'unimplemented')) throw error;
      offered.set('pullProgress', false);
    }
  }
  return (await channel.unary(ImageService.PullImage, { image: { image: name }, ...authOf(credential) }, call)).imageRef;
}

async function* containerLogs(
  connection: Connection,
  { id, query }: { readonly id: string; readonly query: LogQuery },
  options: CallOptions = {},
): AsyncGenerator<readonly LogEntry[]> {
  const { channel, offered } = connection;
  const request = { containerId: id, ...logRequest(query) };
  try {
    for await (const message of channel.stream(Slipway.ContainerLogs, request, { ...options, deadlineMs: 0 })) {
      offered.set('containerLogs', true);
      yield message.records.map(logEntryOf);
    }
  } catch (error) {
    if (isRpcError(error, 'unimplemented')) offered.set('containerLogs', false);
    throw error;
  }
}

async function* podLogs(
  connection: Connection,
  { id, query }: { readonly id: string; readonly query: LogQuery },
  options: CallOptions = {},
): AsyncGenerator<readonly PodLogEntries[]> {
  const { channel, offered } = connection;
  const request = { podSandboxId: id, options: logRequest(query) };
  try {
    for await (const { batches } of channel.stream(Slipway.PodLogs, request, { ...options, deadlineMs: 0 })) {
      offered.set('podLogs', true);
      yield batches.map(({ name, attempt, records }) => ({ container: name, attempt, entries: records.map(logEntryOf) }));
    }
  } catch (error) {
    if (isRpcError(error, 'unimplemented')) offered.set('podLogs', false);
    throw error;
  }
}

const STREAMS = { stdout: LogStream.LOG_STREAM_STDOUT, stderr: LogStream.LOG_STREAM_STDERR };
const NANOSECONDS = 1_000_000;

function logRequest({
  follow,
  tailLines,
  sinceMs = 0,
  untilMs = 0,
  stream,
  pattern = '',
}: LogQuery): Input<ContainerLogsRequest> {
  return {
    follow,
    timestamps: true,
    ...(tailLines === 0 ? {} : { tailLines: { value: tailLines } }),
    sinceTimeNs: sinceMs * NANOSECONDS,
    untilTimeNs: untilMs * NANOSECONDS,
    stream: stream === undefined ? LogStream.LOG_STREAM_UNSPECIFIED : STREAMS[stream],
    pattern,
  };
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new RpcError('internal', t('the runtime answered without the status of {0}', what));
  return value;
}
