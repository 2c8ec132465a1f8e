import { CriError } from './cri-error.ts';
import type { IdMapping, NamespaceOption } from './linux-config.ts';

const MAX_ID = 2 ** 32 - 2;

/** Throws invalid-argument for user namespace options that no pod can have: CRI wants POD with one mapping each, or NODE without. */
export function validateUserNamespace({ usernsOptions: options }: NamespaceOption): void {
  if (options === undefined) return;
  if (options.mode !== 'POD' && options.mode !== 'NODE')
    throw invalid(`user namespace mode ${options.mode} does not exist`, 'use POD or NODE');
  if (options.mode === 'NODE') {
    if (options.uids.length + options.gids.length === 0) return;
    throw invalid('user namespace mode NODE comes with id mappings', 'leave them out');
  }
  requireMapping('uids', options.uids);
  requireMapping('gids', options.gids);
}

function requireMapping(kind: 'uids' | 'gids', mappings: readonly IdMapping[]): void {
  const [mapping] = mappings;
  if (mapping === undefined || mappings.length > 1) {
    throw invalid(`userns_options.${kind} has ${String(mappings.length)} mappings`, 'give exactly one');
  }
  const { containerId, hostId, length } = mapping;
  const shown = `userns_options.${kind}: container_id ${String(containerId)}, host_id ${String(hostId)}, length ${String(length)}`;
  if (length < 1) throw invalid(`${shown} maps nothing`, 'give a length of at least 1, customarily 65536');
  if (containerId !== 0) throw invalid(`${shown} does not map container id 0`, 'begin with container_id 0');
  if (hostId + length - 1 > MAX_ID)
    throw invalid(`${shown} goes beyond the last id of Linux`, 'use a lower host_id, or a smaller length');
}

function invalid(message: string, hint: string): CriError {
  return new CriError('invalid-argument', message, { hint });
}
