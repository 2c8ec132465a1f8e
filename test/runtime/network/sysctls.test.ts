import { describe, expect, it } from 'vitest';
import { podSysctls } from '../../../runtime/network/sysctls.ts';

const own = { net: true, ipc: true, uts: true };
const names = (name: string): string[] => Object.keys(podSysctls({ [name]: '1' }, own));

describe('podSysctls', () => {
  it.each([
    ['net.core.somaxconn', 'net.core.somaxconn'],
    ['net/core/somaxconn', 'net.core.somaxconn'],
    ['net.ipv4.conf.eth0/100.forwarding', 'net.ipv4.conf.eth0/100.forwarding'],
    ['net/ipv4/conf/eth0.100/forwarding', 'net.ipv4.conf.eth0/100.forwarding'],
    ['kernel.shm_rmid_forced', 'kernel.shm_rmid_forced'],
    ['fs.mqueue.msg_max', 'fs.mqueue.msg_max'],
    ['kernel.domainname', 'kernel.domainname'],
  ])('takes %s as %s', (name, expected) => {
    expect(names(name)).toEqual([expected]);
  });

  it.each(['vm.swappiness', 'kernel.panic', 'kernel.shmmaximum', 'fs.file-max', 'user.max_user_namespaces', 'kernel.modprobe'])(
    'rejects %s, which belongs to the machine',
    (name) => {
      expect(() => names(name)).toThrow(
        expect.objectContaining({ code: 'invalid-argument', message: expect.stringContaining('whole machine') as string }),
      );
    },
  );

  it.each([
    'net',
    '',
    'net..core',
    'net.//.kernel.panic',
    '../net.core',
    'net/../kernel/panic',
    'net.core.a b',
    'net.core.x\0',
    '/net/core',
  ])('rejects %j, which could name another file', (name) => {
    expect(() => names(name)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringContaining('not the name') as string }),
    );
  });

  it('rejects the hostname, which the pod has elsewhere', () => {
    expect(() => names('kernel.hostname')).toThrow(/hostname of the pod/);
  });

  it.each([
    ['net.core.somaxconn', { ...own, net: false }],
    ['fs.mqueue.msg_max', { ...own, ipc: false }],
    ['kernel.domainname', { ...own, uts: false }],
  ])('rejects %s when the pod shares that namespace with the machine', (name, scope) => {
    expect(() => podSysctls({ [name]: '1' }, scope)).toThrow(/uses the (net|ipc|uts) namespace of the machine/);
  });
});
