import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { getuid } from 'node:process';
import type { Pod } from '../client/types.ts';

/** Below it, each pod that Run Image makes has a directory of its own. */
const LOG_ROOT = '/var/log/slipway/pods';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const WORD = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

export const MANAGED_BY = 'app.kubernetes.io/managed-by';

type Identity = Pick<Pod, 'name' | 'namespace' | 'uid'>;

/** The log directory that Run Image gives to a pod. */
export function logDirectoryOf({ name, namespace, uid }: Identity): string {
  return join(LOG_ROOT, `${namespace}_${name}_${uid}`);
}

/** The log directory of a pod that Run Image made; undefined for a pod of anybody else. */
export function ownLogDirectory(pod: Identity & Pick<Pod, 'labels'>): string | undefined {
  const own = pod.labels[MANAGED_BY] === 'slipway' && UUID.test(pod.uid) && WORD.test(pod.name) && WORD.test(pod.namespace);
  return own ? logDirectoryOf(pod) : undefined;
}

/** Whether this user may remove what the runtime, which is root, has written. */
export function mayRemoveLogs(): boolean {
  return getuid?.() === 0;
}

/** Removes the log directory of a pod that Run Image made; answers the directory when this user may not. */
export async function removePodLogs(pod: Identity & Pick<Pod, 'labels'>): Promise<string | undefined> {
  const directory = ownLogDirectory(pod);
  if (directory === undefined) return undefined;
  if (!mayRemoveLogs()) return directory;
  await rm(directory, { recursive: true, force: true });
  return undefined;
}
