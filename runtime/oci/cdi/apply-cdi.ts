import * as fs from 'node:fs/promises';
import { CriError, messageOf } from '../../base/cri-error.ts';
import { deviceNumbers } from '../devices.ts';
import { byDepth } from '../mounts.ts';
import type { Spec, SpecDevice, SpecHooks, SpecMount } from '../spec-types.ts';
import type { CdiDeviceNode, CdiEdits, CdiHook, CdiMount } from './cdi-spec.ts';

/**
 * The spec with those edits: a later one wins over an earlier one, and all of them over what the container asked for itself, where they
 * are about the same variable, node or mount point. Throws failed-precondition when the host does not have a device.
 */
export async function applyCdi(spec: Spec, edits: readonly CdiEdits[]): Promise<Spec> {
  if (edits.length === 0) return spec;
  const nodes = await Promise.all(edits.flatMap((edit) => edit.deviceNodes).map((node) => deviceOf(node, spec.process.user)));
  const mounts = edits.flatMap((edit) => edit.mounts).map(mountOf);
  const { user } = spec.process;
  const groups = edits.flatMap((edit) => edit.additionalGids).filter((gid) => gid !== 0);
  const intelRdt = edits.findLast((edit) => edit.intelRdt !== undefined)?.intelRdt;
  const resources = spec.linux.resources;
  return {
    ...spec,
    process: {
      ...spec.process,
      env: lastByKey([...spec.process.env, ...edits.flatMap((edit) => edit.env)], (entry) => entry.split('=')[0] ?? ''),
      user: { ...user, additionalGids: [...new Set([...user.additionalGids, ...groups])] },
    },
    mounts: byDepth(lastByKey([...spec.mounts, ...mounts], (mount) => mount.destination)),
    hooks: hooksOf(edits.flatMap((edit) => edit.hooks)),
    linux: {
      ...spec.linux,
      devices: lastByKey([...spec.linux.devices, ...nodes.map(({ device }) => device)], (device) => device.path),
      resources: { ...resources, devices: [...resources.devices, ...nodes.flatMap(({ rule }) => rule)] },
      ...(intelRdt === undefined ? {} : { intelRdt }),
    },
  };
}

function lastByKey<T>(items: readonly T[], key: (item: T) => string): T[] {
  const last = new Map(items.map((item) => [key(item), item]));
  return items.filter((item) => last.get(key(item)) === item);
}

interface Node {
  readonly device: SpecDevice;
  readonly rule: Spec['linux']['resources']['devices'];
}

/** What the file does not say is as on the host; but a node without an owner belongs to the container's user. */
async function deviceOf(node: CdiDeviceNode, user: Spec['process']['user']): Promise<Node> {
  const { path, permissions = 'rwm' } = node;
  const isComplete = node.type !== undefined && (node.type === 'p' || (node.major !== undefined && node.minor !== undefined));
  const host = isComplete ? undefined : await hostDevice(node.hostPath ?? path);
  const type = node.type ?? host?.type ?? 'c';
  const major = node.major ?? host?.major ?? 0;
  const minor = node.minor ?? host?.minor ?? 0;
  const device: SpecDevice = {
    path,
    type,
    ...(type === 'p' ? {} : { major, minor }),
    fileMode: node.fileMode ?? host?.fileMode ?? 0o660,
    uid: node.uid ?? (user.uid > 0 ? user.uid : (host?.uid ?? 0)),
    gid: node.gid ?? (user.gid > 0 ? user.gid : (host?.gid ?? 0)),
  };
  return {
    device,
    rule: type === 'p' ? [] : [{ allow: true, type: type === 'b' ? 'b' : 'c', major, minor, access: permissions }],
  };
}

async function hostDevice(path: string): Promise<SpecDevice> {
  try {
    const stat = await fs.stat(path);
    const own = { path, fileMode: stat.mode & 0o777, uid: stat.uid, gid: stat.gid };
    if (stat.isFIFO()) return { ...own, type: 'p' };
    if (stat.isBlockDevice() || stat.isCharacterDevice())
      return { ...own, type: stat.isBlockDevice() ? 'b' : 'c', ...deviceNumbers(stat.rdev) };
  } catch (error) {
    throw new CriError('failed-precondition', `CDI device node ${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  throw new CriError('failed-precondition', `CDI device node ${path} is not a device on this machine`);
}

function mountOf({ hostPath, containerPath, type = '', options = [] }: CdiMount): SpecMount {
  const isBind = type === '' || type === 'bind';
  const bound = isBind && !options.includes('bind') && !options.includes('rbind') ? ['rbind', ...options] : [...options];
  return { destination: containerPath, type: isBind ? 'bind' : type, source: hostPath, options: bound };
}

function hooksOf(hooks: readonly CdiHook[]): SpecHooks {
  const result: SpecHooks = {};
  for (const { hookName, path, args, env, timeout } of hooks) {
    (result[hookName] ??= []).push({
      path,
      ...(args === undefined ? {} : { args: [...args] }),
      ...(env === undefined ? {} : { env: [...env] }),
      ...(timeout === undefined ? {} : { timeout }),
    });
  }
  return result;
}
