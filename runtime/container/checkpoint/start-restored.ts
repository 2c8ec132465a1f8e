import { join } from 'node:path';
import type { ContainerRecord } from '../../base/container.ts';
import { CriError, isCriError } from '../../base/cri-error.ts';
import { firstError } from '../../oci/criu.ts';
import type { LowLevelRuntime } from '../../oci/low-level-runtime.ts';
import type { ContainerContext } from '../container-context.ts';
import { endCreation } from '../end-creation.ts';
import { startConmon } from '../start-conmon.ts';

/** Lets the processes of a checkpoint go on in a container that was made for them. Throws in criu's words; nothing of them is left then. */
export async function startRestored(
  context: ContainerContext,
  { record, runtime, signal }: { record: ContainerRecord; runtime: LowLevelRuntime; signal: AbortSignal | undefined },
): Promise<Pick<ContainerRecord, 'init' | 'conmon'>> {
  const { host, paths } = context;
  const bundle = paths.bundle(record.id);
  try {
    return await startConmon(context, { record, runtime, restore: record.restoreFrom, signal });
  } catch (error) {
    await endCreation(host, bundle);
    const log = await host.files.readTextIfPresent(join(bundle, 'restore.log'));
    if (!isCriError(error, 'failed-precondition') || log === undefined || !/\bError\b/.test(log)) throw error;
    throw new CriError('failed-precondition', `the checkpoint cannot be restored: ${firstError(log)}`, {
      hint: 'restore it with the image, the mounts and the kernel that it was made with',
      cause: error,
    });
  }
}
