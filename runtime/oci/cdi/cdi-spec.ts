import { CriError, messageOf } from '../../base/cri-error.ts';

/** What a device, or all of a specification file, changes in a container (Container Device Interface, `containerEdits`). */
export interface CdiEdits {
  readonly env: readonly string[];
  readonly deviceNodes: readonly CdiDeviceNode[];
  readonly mounts: readonly CdiMount[];
  readonly hooks: readonly CdiHook[];
  readonly additionalGids: readonly number[];
  readonly intelRdt: Readonly<Record<string, unknown>> | undefined;
}

export interface CdiDeviceNode {
  readonly path: string;
  readonly hostPath?: string;
  readonly type?: 'b' | 'c' | 'u' | 'p';
  readonly major?: number;
  readonly minor?: number;
  readonly fileMode?: number;
  readonly permissions?: string;
  readonly uid?: number;
  readonly gid?: number;
}

export interface CdiMount {
  readonly hostPath: string;
  readonly containerPath: string;
  readonly type?: string;
  readonly options?: readonly string[];
}

export interface CdiHook {
  readonly hookName: HookName;
  readonly path: string;
  readonly args?: readonly string[];
  readonly env?: readonly string[];
  readonly timeout?: number;
}

export const HOOK_NAMES = ['prestart', 'createRuntime', 'createContainer', 'startContainer', 'poststart', 'poststop'] as const;
export type HookName = (typeof HOOK_NAMES)[number];

/** One specification file: the devices of one vendor and class. */
export interface CdiSpec {
  readonly file: string;
  /** `vendor/class`. */
  readonly kind: string;
  readonly edits: CdiEdits;
  /** By name, without the kind. */
  readonly devices: ReadonlyMap<string, CdiEdits>;
}

const KIND = /^[A-Za-z](?:[\w.-]*[A-Za-z0-9])?\/[A-Za-z](?:[\w-]*[A-Za-z0-9])?$/;
const DEVICE_NAME = /^[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/;
const EDITS: readonly string[] = ['env', 'deviceNodes', 'mounts', 'hooks', 'additionalGids', 'intelRdt'];

/** True for `vendor/class=name`. */
export function isCdiName(name: string): boolean {
  const at = name.indexOf('=');
  return at > 0 && KIND.test(name.slice(0, at)) && DEVICE_NAME.test(name.slice(at + 1));
}

/** Text of a `.json` or `.yaml` file. Throws invalid-argument that names the file for anything that cannot be used. */
export async function parseCdiSpec(file: string, text: string): Promise<CdiSpec> {
  try {
    const document = (file.endsWith('.json') ? JSON.parse(text) : await parseYaml(text)) as unknown;
    const { kind, devices, containerEdits } = objectOf(document, 'the file');
    if (typeof kind !== 'string' || !KIND.test(kind)) throw new TypeError('kind is not of the form vendor/class');
    const named = listOf(devices, 'devices').map((device): [string, CdiEdits] => {
      const { name, containerEdits: edits } = objectOf(device, 'a device');
      if (typeof name !== 'string' || !DEVICE_NAME.test(name))
        throw new TypeError(`device name ${JSON.stringify(name)} is not valid`);
      return [name, editsOf(edits, `device ${name}`)];
    });
    return { file, kind, edits: editsOf(containerEdits, 'the file'), devices: new Map(named) };
  } catch (error) {
    throw new CriError('invalid-argument', `CDI file ${file}: ${messageOf(error)}`, { cause: error });
  }
}

/** Loaded when the first such file is read: few machines have one. */
async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import('yaml');
  return parse(text);
}

function editsOf(value: unknown, what: string): CdiEdits {
  const edits = objectOf(value ?? {}, `containerEdits of ${what}`);
  const unknown = Object.keys(edits).find((key) => !EDITS.includes(key));
  if (unknown !== undefined) throw new TypeError(`containerEdits of ${what} ask for ${unknown}, which is not offered`);
  const { env, deviceNodes, mounts, hooks, additionalGids, intelRdt } = edits;
  return {
    env: textsOf(env, 'env'),
    deviceNodes: listOf(deviceNodes, 'deviceNodes').map(deviceNodeOf),
    mounts: listOf(mounts, 'mounts').map(mountOf),
    hooks: listOf(hooks, 'hooks').map(hookOf),
    additionalGids: listOf(additionalGids, 'additionalGids').map((gid) => numberOf(gid, 'additionalGids')),
    intelRdt: intelRdt === undefined ? undefined : objectOf(intelRdt, 'intelRdt'),
  };
}

function deviceNodeOf(value: unknown): CdiDeviceNode {
  const node = objectOf(value, 'a device node');
  const { hostPath, type, permissions } = node;
  if (hostPath !== undefined) absoluteOf(hostPath, 'hostPath of a device node');
  if (type !== undefined) matchOf(type, /^[bcup]$/, 'type of a device node');
  if (permissions !== undefined) matchOf(permissions, /^[rwm]{1,3}$/, 'permissions of a device node');
  for (const key of ['major', 'minor', 'fileMode', 'uid', 'gid']) if (node[key] !== undefined) numberOf(node[key], key);
  return { ...node, path: absoluteOf(node.path, 'path of a device node') };
}

function mountOf(value: unknown): CdiMount {
  const mount = objectOf(value, 'a mount');
  textsOf(mount.options, 'options of a mount');
  if (mount.type !== undefined && typeof mount.type !== 'string') throw new TypeError('type of a mount is not a text');
  return {
    ...mount,
    hostPath: absoluteOf(mount.hostPath, 'hostPath of a mount'),
    containerPath: absoluteOf(mount.containerPath, 'containerPath of a mount'),
  };
}

function hookOf(value: unknown): CdiHook {
  const hook = objectOf(value, 'a hook');
  const hookName = HOOK_NAMES.find((name) => name === hook.hookName);
  if (hookName === undefined) throw new TypeError(`hook ${String(hook.hookName)} does not exist`);
  for (const key of ['args', 'env']) textsOf(hook[key], `${key} of a hook`);
  if (hook.timeout !== undefined) numberOf(hook.timeout, 'timeout of a hook');
  return { ...hook, hookName, path: absoluteOf(hook.path, 'path of a hook') };
}

function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new TypeError(`${what} is not an object`);
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new TypeError(`${what} is not a list`);
}

function textsOf(value: unknown, what: string): readonly string[] {
  return listOf(value, what).map((item) => {
    if (typeof item === 'string') return item;
    throw new TypeError(`${what} has something that is not a text`);
  });
}

function numberOf(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError(`${what} is not a whole number`);
}

function absoluteOf(value: unknown, what: string): string {
  if (typeof value === 'string' && value.startsWith('/') && !value.includes('\0')) return value;
  throw new TypeError(`${what} is not an absolute path`);
}

function matchOf(value: unknown, pattern: RegExp, what: string): void {
  if (typeof value !== 'string' || !pattern.test(value)) throw new TypeError(`${what} is ${JSON.stringify(value)}`);
}
