import type { ContainerConfig } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { SpecCapabilities } from './spec-types.ts';

const DEFAULTS = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FSETID',
  'CAP_FOWNER',
  'CAP_MKNOD',
  'CAP_NET_RAW',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETFCAP',
  'CAP_SETPCAP',
  'CAP_NET_BIND_SERVICE',
  'CAP_SYS_CHROOT',
  'CAP_KILL',
  'CAP_AUDIT_WRITE',
];

/**
 * The five capability sets: the defaults (or all, when privileged), plus `add`, minus `drop`; never more than `bounding`. What is asked
 * for by name is inheritable too, what is ambient is in all five.
 * Throws invalid-argument for a name that Linux does not have, permission-denied for one that the daemon lacks itself.
 */
export function capabilitySets(config: ContainerConfig, bounding: readonly string[]): SpecCapabilities {
  const { capabilities, privileged } = config.securityContext;
  const wanted = new Set(privileged ? bounding : DEFAULTS.filter((name) => bounding.includes(name)));
  const add = capabilities.add.map(fullName);
  const drop = capabilities.drop.map(fullName);
  const ambient = capabilities.addAmbient.map(fullName);
  if (add.includes('CAP_ALL')) for (const name of bounding) wanted.add(name);
  if (drop.includes('CAP_ALL')) wanted.clear();
  for (const name of [...add, ...ambient]) {
    if (name !== 'CAP_ALL') wanted.add(requireIn(bounding, name));
  }
  if (ambient.includes('CAP_ALL')) for (const name of bounding) wanted.add(name);
  for (const name of drop) wanted.delete(name);
  const all = [...wanted];
  const raised = ambient.includes('CAP_ALL') ? all : ambient.filter((name) => wanted.has(name));
  const asked = add.includes('CAP_ALL') ? all : add.filter((name) => wanted.has(name));
  const inheritable = [...new Set([...asked, ...raised])];
  return { bounding: all, effective: all, permitted: all, inheritable, ambient: [...new Set(raised)] };
}

function fullName(name: string): string {
  const upper = name.toUpperCase();
  const full = upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
  if (!/^CAP_[A-Z_]+$/.test(full)) throw new CriError('invalid-argument', `capability ${JSON.stringify(name)} is not a name`);
  return full;
}

function requireIn(bounding: readonly string[], name: string): string {
  if (bounding.includes(name)) return name;
  throw new CriError('permission-denied', `capability ${name} is unknown, or the runtime does not have it itself`, {
    hint: `take ${name} out of the container's security context, or start the runtime with it`,
  });
}
