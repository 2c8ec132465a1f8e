import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seccompFilter } from '../../../runtime/oci/seccomp/seccomp-filter.ts';
import { ALLOWED, FREED, REFUSED } from '../../../runtime/oci/seccomp/system-calls.ts';

const runtimeDefault = { profileType: 'RuntimeDefault', localhostRef: '' } as const;
/** Let through or not by their arguments. */
const CONDITIONAL = ['clone', 'clone3', 'personality', 'socket'];
/** Names in headers that Linux has never had, has given up, or replaced before containers. */
const NEVER_WERE = (
  'afs_syscall arch_specific_syscall break fstatat ftime getpmsg gtty idle llseek lock mpx nice oldfstat oldlstat oldolduname ' +
  'oldstat olduname prof profil putpmsg security sgetmask ssetmask stty syscalls tuxcall ulimit vserver'
).split(' ');

describe('seccomp', () => {
  const input = { capabilities: ['CAP_SYS_TIME'], arch: 'x64', distribution: undefined, localhost: undefined };
  test('is off without a profile', () => {
    expect(seccompFilter({ ...input, profile: undefined })).toBeUndefined();
  });
  test('has an own list where the distribution has none: what the capabilities free is let through, the rest refused', () => {
    const filter = seccompFilter({ ...input, profile: runtimeDefault });
    const names = (action: string): string[] =>
      filter?.syscalls.flatMap((rule) => (rule.action === action && rule.args === undefined ? rule.names : [])) ?? [];
    expect(filter).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: 38 });
    expect(names('SCMP_ACT_ERRNO')).toEqual(expect.arrayContaining(['mount', 'unshare', 'keyctl', 'io_uring_setup']));
    expect(names('SCMP_ACT_ALLOW')).toEqual(expect.arrayContaining(['openat', 'settimeofday']));
    expect(names('SCMP_ACT_ALLOW').filter((name) => names('SCMP_ACT_ERRNO').includes(name))).toEqual([]);
  });
  test('of our own lets new namespaces be made only with CAP_SYS_ADMIN', () => {
    const clone = (capabilities: string[]) =>
      seccompFilter({ ...input, capabilities, profile: runtimeDefault })?.syscalls.filter(({ names }) => names.includes('clone'));
    expect(clone([])).toMatchObject([
      { action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value: 0x7e020000, op: 'SCMP_CMP_MASKED_EQ' }] },
    ]);
    expect(clone(['CAP_SYS_ADMIN'])?.map(({ args }) => args)).toEqual([undefined]);
  });
  test.each([
    ['x64', ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32']],
    ['arm64', ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM']],
  ])('is for %s and the processors that it includes', (arch, architectures) => {
    expect(seccompFilter({ ...input, arch, profile: runtimeDefault })?.architectures).toEqual(architectures);
  });
  test('knows every call of the headers of this machine', ({ skip }) => {
    const headers = ['asm-generic/unistd.h', ...['64', '32', 'x32'].map((kind) => `x86_64-linux-gnu/asm/unistd_${kind}.h`)]
      .map((name) => `/usr/include/${name}`)
      .filter((path) => existsSync(path));
    if (headers.length === 0) skip('no kernel headers are installed');
    const known = new Set([...ALLOWED, ...Object.values(FREED).flat(), ...REFUSED, ...CONDITIONAL, ...NEVER_WERE]);
    const names = headers.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^#define __NR3?(?:264)?_(\w+)\s/gm)].map(([, name = '']) => name),
    );
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
  test('takes the rules of a profile that apply to processor and capabilities', () => {
    const rule = (name: string, extra: object) => ({
      names: [name],
      action: 'SCMP_ACT_ALLOW',
      args: [],
      includes: {},
      excludes: {},
      ...extra,
    });
    const distribution = JSON.stringify({
      defaultAction: 'SCMP_ACT_ERRNO',
      defaultErrnoRet: 38,
      syscalls: [
        rule('read', {}),
        rule('breakpoint', { includes: { arches: ['arm64'] } }),
        rule('settimeofday', { includes: { caps: ['CAP_SYS_TIME'] } }),
        rule('acct', { includes: { caps: ['CAP_SYS_PACCT'] } }),
        rule('stime', { excludes: { caps: ['CAP_SYS_TIME'] } }),
      ],
    });
    const filter = seccompFilter({ ...input, distribution, profile: runtimeDefault });
    expect(filter?.syscalls.flatMap((entry) => entry.names)).toEqual(['read', 'settimeofday']);
    expect(filter).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: 38 });
  });
  test('a file for another type than Localhost is refused', () => {
    expect(() => seccompFilter({ ...input, profile: { profileType: 'Unconfined', localhostRef: '/x' } })).toThrow(
      /localhost_ref/,
    );
  });
});
