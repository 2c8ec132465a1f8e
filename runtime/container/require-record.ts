import type { ContainerRecord } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import { findByPrefix } from '../state/find-by-prefix.ts';
import type { ContainerContext } from './container-context.ts';

/** The record of that id or unique prefix. Throws not-found. */
export function requireRecord(context: Pick<ContainerContext, 'containers'>, idOrPrefix: string): ContainerRecord {
  const record = findByPrefix(context.containers, idOrPrefix);
  if (record !== undefined) return record;
  throw new CriError('not-found', `container ${idOrPrefix} does not exist`);
}
