import { dirname, join } from 'node:path';
import type { ContainerConfig, ContainerRecord } from '../base/container.ts';
import { CriError, hostError } from '../base/cri-error.ts';
import { newContainerId } from '../base/ids.ts';
import type { ImageRecord } from '../base/image-record.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { withRollback } from '../base/undo.ts';
import { mountRootFs } from '../image/root-fs.ts';
import { cgroupsPath } from '../oci/cgroups-path.ts';
import { bundleFiles, requireLogPath } from '../oci/conmon.ts';
import { requireCriu } from '../oci/criu.ts';
import type { LowLevelRuntime } from '../oci/low-level-runtime.ts';
import { selinuxLabels } from '../oci/selinux-labels.ts';
import { stopSignalOf } from '../oci/stop-signal.ts';
import { validateContainer } from '../oci/validate-container.ts';
import { containerName } from '../state/names.ts';
import { requireSandbox } from '../state/transitions.ts';
import { allOf } from './all-of.ts';
import type { CheckpointPlace } from './checkpoint/layout.ts';
import { openCheckpoint } from './checkpoint/open-checkpoint.ts';
import { restoreFiles } from './checkpoint/restore-files.ts';
import type { ContainerContext } from './container-context.ts';
import { discardContainer } from './discard-container.ts';
import { containerSpec, usersOf, type SpecRequest } from './container-spec.ts';
import { findImageVolumes } from './image-volumes.ts';
import { relabelMounts } from './relabel-mounts.ts';
import { requireMountFeatures } from './require-mount-features.ts';
import { makeDirectoryInRoot } from './resolve-in-root.ts';
import { startConmon } from './start-conmon.ts';

export interface CreateContainerRequest {
  readonly sandbox: SandboxRecord;
  readonly config: ContainerConfig;
  /** A checkpoint archive: its processes and files take the place of the image's command and empty writable layer. */
  readonly checkpoint?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a container in a ready pod sandbox: its process exists and waits for start. On any failure nothing is left.
 * Throws not-found for an unknown image, already-exists for a name in use, and what the spec and the runtime throw.
 */
export async function createContainer(context: ContainerContext, request: CreateContainerRequest): Promise<ContainerRecord> {
  return context.locks.run(
    request.sandbox.id,
    async () => {
      const sandbox = context.sandboxes.get(request.sandbox.id);
      if (sandbox === undefined) throw new CriError('not-found', `pod sandbox ${request.sandbox.id} does not exist`);
      requireSandbox('create-container', sandbox);
      validateContainer(request.config, sandbox);
      const runtime = runtimeOf(context, sandbox.runtimeHandler);
      await requireMountFeatures(runtime, request.config);
      // Nothing may come between these and the record, which keeps their layers from garbage collection.
      const volumes = findImageVolumes(context, request.config);
      const image = findImage(context, request.config);
      const selinux = selinuxLabels(request.config, sandbox, context.machine);
      const record = newRecord(context, { sandbox, config: request.config, image, volumes });
      const name = containerName(sandbox.id, request.config.metadata);
      const rollback = {
        log: context.log,
        onIncomplete: (): void => {
          // The record can be removed without its name, and the request can be made again.
          context.names.release(name, record.id);
          const left = context.containers.get(record.id);
          if (left !== undefined) context.containers.put({ ...left, state: 'unknown' });
        },
      };
      return withRollback(rollback, async (undo) => {
        context.names.reserve(name, record.id);
        undo.add(`remove container ${record.id}`, (signal) => discardContainer(context, record, signal));
        context.containers.put(record);
        const created = await makeContainer(context, {
          record,
          sandbox,
          image,
          volumes,
          runtime,
          selinux,
          checkpoint: request.checkpoint,
          signal: request.signal,
        });
        request.signal?.throwIfAborted();
        context.containers.put(created);
        // One that comes from a checkpoint has no process yet.
        if (created.restoreFrom === undefined) context.exits.add(created);
        context.changed(created);
        return created;
      });
    },
    request.signal,
  );
}

interface MakeRequest extends SpecRequest {
  readonly checkpoint: string | undefined;
  readonly signal: AbortSignal | undefined;
}

async function makeContainer(context: ContainerContext, request: MakeRequest): Promise<ContainerRecord> {
  const { host, paths } = context;
  const { record, runtime, signal } = request;
  const bundle = paths.bundle(record.id);
  const files = bundleFiles(bundle);
  try {
    // The root of a pod's user namespace passes through it to the root file system.
    await host.files.makeDirectory(bundle, 0o711);
    await allOf([
      host.files.makeDirectory(files.persist),
      record.logPath === '' ? undefined : host.files.makeDirectory(dirname(record.logPath), 0o755),
    ]);
    const users = usersOf(request.sandbox);
    const restore = await fillFromCheckpoint(context, request);
    await mountRootFs({
      host,
      layers: record.layers,
      writableLayer: paths.writableLayer(record.id),
      target: files.rootfs,
      users,
      label: request.selinux?.file,
    });
    // What the image declares as a volume is a directory of the writable layer, and goes with the container.
    for (const volume of request.image.config.volumes) await makeDirectoryInRoot(files.rootfs, volume, users?.root);
    if (request.selinux !== undefined) await relabelMounts(host.sys, record.config, { label: request.selinux.file, signal });
    const { spec, user } = await containerSpec(context, request);
    await host.files.write(files.config, JSON.stringify(spec));
    if (restore !== undefined) return { ...record, state: 'created', user, restoreFrom: restore.images };
    return { ...record, state: 'created', user, ...(await startConmon(context, { record, runtime, signal })) };
  } catch (error) {
    throw hostError(error, `create container ${record.config.metadata.name}`);
  }
}

/** Its files are there before they are mounted; undefined for a container that is made from its image alone. */
async function fillFromCheckpoint(
  context: ContainerContext,
  { record, checkpoint, signal }: MakeRequest,
): Promise<CheckpointPlace | undefined> {
  if (checkpoint === undefined) return undefined;
  await requireCriu(context.host, signal);
  const layer = context.paths.writableLayer(record.id);
  const place = await openCheckpoint(context, { archive: checkpoint, directory: join(layer, 'checkpoint'), signal });
  await restoreFiles(context, { place, upper: join(layer, 'upper'), signal });
  return place;
}

function newRecord(
  context: ContainerContext,
  { sandbox, config, image, volumes }: Pick<MakeRequest, 'sandbox' | 'image' | 'volumes'> & { config: ContainerConfig },
): ContainerRecord {
  const id = newContainerId();
  const { logDirectory } = sandbox.config;
  const logPath = logDirectory === '' || config.logPath === '' ? '' : join(logDirectory, config.logPath);
  requireLogPath(logPath);
  return {
    version: 1,
    id,
    sandboxId: sandbox.id,
    config,
    runtimeHandler: sandbox.runtimeHandler,
    state: 'creating',
    imageId: image.id,
    imageRef: image.repoDigests[0] ?? image.id,
    createdAtNs: context.host.clock.nowNs(),
    startedAtNs: 0,
    finishedAtNs: 0,
    exitCode: 0,
    reason: '',
    message: '',
    logPath,
    user: { uid: 0, gid: 0, supplementalGroups: [] },
    stopSignal: stopSignalOf(config.stopSignal, image.config.stopSignal),
    init: { pid: 0, startTime: 0 },
    conmon: { pid: 0, startTime: 0 },
    bootId: context.machine.bootId,
    cgroupsPath: cgroupsPath(context.cgroupDriver, sandbox.cgroupParent, id),
    layers: context.images.layerDirectories(image),
    volumeLayers: volumes.flatMap(({ layers }) => layers),
  };
}

function findImage(context: ContainerContext, config: ContainerConfig): ImageRecord {
  const image = context.images.find(config.image.image);
  if (image !== undefined) return image;
  throw new CriError('not-found', `image ${config.image.image} is not here`, { hint: 'pull it first' });
}

function runtimeOf(context: ContainerContext, handler: string): LowLevelRuntime {
  const runtime = context.runtimes.get(handler);
  if (runtime !== undefined) return runtime;
  throw new CriError('invalid-argument', `runtime handler ${JSON.stringify(handler)} is unknown`, {
    hint: `the handlers here are: ${[...context.runtimes.keys()].filter(Boolean).join(', ')}`,
  });
}
