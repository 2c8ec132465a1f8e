import type { SpecSeccomp, SpecSeccompRule } from '../spec-types.ts';
import { ALLOWED, FREED, REFUSED } from './system-calls.ts';

const EPERM = 1;
const ENOSYS = 38;
/** All CLONE_NEW… flags of clone(2). */
const NEW_NAMESPACES = 0x7e020000;
/** Execution domains that change nothing but the look of uname(2) and the layout of memory; the last one asks. */
const PERSONALITIES = [0, 8, 0x20000, 0x20008, 0xffffffff];
const AF_VSOCK = 40;

/**
 * Our own default, where the distribution has none: calls that are listed, those that the capabilities free, and new namespaces only with
 * CAP_SYS_ADMIN. What is refused is EPERM; what is unknown does not exist, so that programs fall back to what is older.
 */
export function ownFilter(capabilities: readonly string[]): Omit<SpecSeccomp, 'architectures'> {
  const freed = new Set(capabilities.flatMap((name) => FREED[name] ?? []));
  const held = new Set([...Object.values(FREED).flat(), ...REFUSED].filter((name) => !freed.has(name)));
  const admin = capabilities.includes('CAP_SYS_ADMIN');
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: ENOSYS,
    syscalls: [
      allow([...ALLOWED, ...freed, ...(admin ? ['clone', 'clone3'] : [])]),
      ...(admin ? [] : [allow(['clone'], { value: NEW_NAMESPACES, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' })]),
      ...PERSONALITIES.map((value) => allow(['personality'], { value, op: 'SCMP_CMP_EQ' })),
      allow(['socket'], { value: AF_VSOCK, op: 'SCMP_CMP_NE' }),
      { names: [...held], action: 'SCMP_ACT_ERRNO', errnoRet: EPERM },
    ],
  };
}

/** With a condition on the first argument. */
function allow(names: string[], first?: { value: number; valueTwo?: number; op: string }): SpecSeccompRule {
  return { names, action: 'SCMP_ACT_ALLOW', ...(first === undefined ? {} : { args: [{ index: 0, ...first }] }) };
}
