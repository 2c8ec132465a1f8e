import type { SandboxRecord } from './pod-sandbox.ts';

/** A pod needs a name of its own in its UTS namespace, also when the caller gives none. */
export function podHostname({ id, config }: Pick<SandboxRecord, 'id' | 'config'>): string {
  return config.hostname === '' ? id.slice(0, 12) : config.hostname;
}
