import type { CriJson } from '../client/read-cri-config.ts';

/** A pod that can be run, in CRI's own names, and what of its source CRI has no word for. */
export interface PodPlan {
  readonly name: string;
  /** Of the runtime; '' for its default. */
  readonly handler: string;
  /** A PodSandboxConfig. */
  readonly pod: CriJson;
  /** ContainerConfigs that run to their end, one after the other, before the others. */
  readonly init: readonly CriJson[];
  /** ContainerConfigs that are started together. */
  readonly containers: readonly CriJson[];
  /** Names of directories that the containers share, below the directory of the pod's logs. */
  readonly scratch: readonly string[];
  readonly dropped: readonly Dropped[];
}

/** Something of the source that does not come along. */
export interface Dropped {
  /** As the source calls it: `spec.containers[0].livenessProbe`, `--restart`. */
  readonly path: string;
  readonly reason: string;
}

/** Who a pod is made for; its log directory holds what it shares, too. */
export interface Identity {
  readonly uid: string;
  readonly logDirectory: string;
}

/** Where a shared directory of a pod is on the host. */
export function scratchPath(logDirectory: string, name: string): string {
  return `${logDirectory}/volumes/${name}`;
}

export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string' || typeof each === 'number').map(String) : [];
}

/** A text, or a number as one; undefined for all else. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Without the keys that have no value. */
export function given(value: Readonly<Record<string, unknown>>): Json {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, each]) =>
        each !== undefined && !(Array.isArray(each) && each.length === 0) && !(isObject(each) && Object.keys(each).length === 0),
    ),
  );
}
