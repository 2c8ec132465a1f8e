import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ContainerConfig, Mount } from '../../runtime/base/container.ts';
import { hostMount } from '../support/container-config.ts';
import { whyNotHere } from '../support/container-lab.ts';
import { useContainerLab } from '../support/use-container-lab.ts';

const why = whyNotHere();
if (why !== undefined) console.warn(`container-security: skipped, ${why}`);

let source: string;
/** A device that no container has by itself. */
const DEVICE = '/dev/loop-control';
const envs = [{ key: 'PATH', value: '/bin' }];
type Context = Partial<ContainerConfig['securityContext']>;

const use = useContainerLab((directory) => {
  source = join(directory, 'source');
  fs.mkdirSync(source);
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', source]);
  return {};
});
// Hooks after a test run last in, first out: this one comes before the lab's own.
afterEach(async () => {
  for (const record of use.lab.store.containers.list()) await use.lab.containers.remove(record.id);
  execFileSync('umount', ['-R', source]);
});
const { create, output } = use;

const mount = (fields: Partial<Mount> = {}): Mount => hostMount(source, fields);

describe.skipIf(why !== undefined)('a container', { timeout: 30_000 }, () => {
  test('has a terminal only with tty, and its input stays open only with stdin', async () => {
    expect(await output('[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo terminal $TERM; echo err >&2', { tty: true })).toBe(
      'terminal xterm\r\nerr',
    );
    expect(await output('[ -t 0 ] || echo none; cat; echo end')).toBe('none\nend');
    const { id } = await create('cat; echo end', { stdin: true });
    await use.lab.containers.start(id);
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
    expect(use.lab.containers.find(id)?.state).toBe('running');
  });

  test('does not see masked paths, cannot write read-only ones, nor its root when that is read-only', async () => {
    const script = 'cat /etc/passwd; ls /tmp; echo x 2>&1 > /etc/new; echo end';
    fs.writeFileSync(join(use.lab.directory, 'layer/tmp/secret'), '');
    const text = await output(script, {}, { maskedPaths: ['/etc/passwd', '/tmp', '/not/there'], readonlyPaths: ['/etc'] });
    expect(text).toMatch(/^[^\n]*can't create \/etc\/new: Read-only file system\nend$/);
    expect(await output('echo x > /tmp/x; echo y > /dev/shm/y && cat /dev/shm/y', {}, { readonlyRootfs: true })).toMatch(
      /Read-only file system\ny$/,
    );
  });

  test('is confined by seccomp, and gains no privileges, only when that is asked for', async () => {
    const script = 'grep -E "^(Seccomp|NoNewPrivs):" /proc/self/status';
    expect(await output(script)).toBe('NoNewPrivs:\t0\nSeccomp:\t0');
    expect(await output(script, {}, { noNewPrivs: true, seccomp: { profileType: 'RuntimeDefault', localhostRef: '' } })).toBe(
      'NoNewPrivs:\t1\nSeccomp:\t2',
    );
    const profile = join(use.lab.directory, 'seccomp.json');
    fs.writeFileSync(
      profile,
      JSON.stringify({ defaultAction: 'SCMP_ACT_ALLOW', syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO' }] }),
    );
    expect(
      await output('busybox mkdir /x', { envs }, { seccomp: { profileType: 'Localhost', localhostRef: profile } }),
    ).toContain('Operation not permitted');
    await expect(
      create('true', {}, { seccomp: { profileType: 'Localhost', localhostRef: '/no/such.json' } }),
    ).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  test('under our own default profile works as ever, but makes no namespaces, not even of users, unless it may administer', async () => {
    await use.reopen({ machine: { seccompDefault: undefined } });
    const seccomp = { profileType: 'RuntimeDefault', localhostRef: '' } as const;
    const script =
      'grep Seccomp: /proc/self/status; busybox unshare -U true; busybox mount -t tmpfs x /tmp; busybox chroot / /bin/echo rooted; ' +
      'busybox date -s 2001-01-01 2>&1 | head -1; (sleep 0.01; echo child) | cat; busybox ls / | busybox sort | head -1';
    const text = await output(script, { envs }, { seccomp, capabilities: { add: [], drop: ['SYS_TIME'], addAmbient: [] } });
    expect(text).toMatch(/^Seccomp:\t2\nunshare: .*not permitted\nmount: .*\nrooted\n.*date.*not permitted\n(.*\n)?child\nbin$/);
    const admin = { add: ['SYS_ADMIN'], drop: [], addAmbient: [] };
    const mounted = 'busybox unshare -U true && busybox mount -t tmpfs x /tmp && echo mounted';
    expect(await output(mounted, { envs }, { seccomp, capabilities: admin })).toBe('mounted');
  });

  test('runs as the user and groups that it is given, and says so in its record', async () => {
    const script = 'id -u; id -g; id -G; pwd; echo $HOME';
    const both = { runAsUser: 101, supplementalGroups: [44] };
    const merged = await create(script, { workingDir: '/made/for/it' }, { ...both, supplementalGroupsPolicy: 'Merge' });
    const strict = await create(script, {}, { ...both, runAsGroup: 7, supplementalGroupsPolicy: 'Strict' });
    for (const { id } of [merged, strict]) await use.lab.containers.start(id);
    for (const { id } of [merged, strict]) await use.ended(id);
    expect([use.log(merged), use.log(strict)]).toEqual(['101\n102\n102 44 200\n/made/for/it\n/srv', '101\n7\n7 44\n/\n/srv']);
    expect([merged.user, strict.user]).toEqual([
      { uid: 101, gid: 102, supplementalGroups: [44, 102, 200] },
      { uid: 101, gid: 7, supplementalGroups: [7, 44] },
    ]);
    await expect(create('true', {}, { runAsGroup: 7 })).rejects.toMatchObject({ code: 'invalid-argument' });
    await use.reopen({ imageConfig: { user: 'web:logs', workingDir: 'srv/app' } });
    expect(await output(script)).toBe('101\n200\n200\n/srv/app\n/srv');
  });

  test('has the capabilities that it was given: added ones are inheritable, ambient ones outlive a change of user', async () => {
    const sets = async (context: Context): Promise<Record<string, bigint>> => {
      const text = await output('grep Cap /proc/self/status', {}, context);
      return Object.fromEntries(text.split('\n').map((line) => [line.slice(3, 6), BigInt(`0x${line.slice(8)}`)]));
    };
    const kill = 1n << 5n;
    const bind = 1n << 10n;
    const all = BigInt(`0x${/^CapBnd:\t(\w+)$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''}`);
    expect(await sets({ capabilities: { add: ['KILL'], drop: ['ALL'], addAmbient: [] } })).toEqual({
      Inh: kill,
      Prm: kill,
      Eff: kill,
      Bnd: kill,
      Amb: 0n,
    });
    expect(await sets({ capabilities: { add: ['ALL'], drop: ['KILL'], addAmbient: [] } })).toMatchObject({
      Eff: all & ~kill,
      Bnd: all & ~kill,
      Amb: 0n,
    });
    const user = { runAsUser: 101, capabilities: { add: [], drop: ['ALL'], addAmbient: ['NET_BIND_SERVICE'] } };
    expect(await sets(user)).toEqual({ Inh: bind, Prm: bind, Eff: bind, Bnd: bind, Amb: bind });
  });

  test('has the devices that it was given, as far as it was given them, and no other', async () => {
    const devices = [{ hostPath: DEVICE, containerPath: '/dev/mine', permissions: 'r' }];
    const text = await output(
      'true < /dev/mine && echo read; true > /dev/mine; busybox mknod /tmp/fuse c 10 229; true < /tmp/fuse',
      { devices, envs },
    );
    expect(text).toMatch(/^read\n.*\/dev\/mine: Operation not permitted\n.*fuse: Operation not permitted$/);
    await expect(
      create('true', { devices: [{ ...devices[0], hostPath: '/etc/passwd', containerPath: '/x', permissions: 'r' }] }),
    ).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  test("that is privileged has all of the daemon's capabilities, all devices and a writable /sys, in a privileged pod only", async () => {
    await expect(create('true', {}, { privileged: true })).rejects.toMatchObject({ code: 'invalid-argument' });
    use.makePrivileged();
    const context: Context = {
      privileged: true,
      maskedPaths: ['/etc/passwd'],
      seccomp: { profileType: 'RuntimeDefault', localhostRef: '' },
    };
    const text = await output(
      'grep -E "^(CapEff|Seccomp):" /proc/self/status; grep -c . /etc/passwd; grep " /sys " /proc/mounts; busybox ls /dev',
      { envs },
      context,
    );
    const own = /^CapBnd:\t(\w+)$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
    expect(text).toContain(`CapEff:\t${own}\nSeccomp:\t0\n2\nsysfs /sys sysfs rw`);
    expect(text.split('\n').length).toBeGreaterThan(15);
  });

  test('mounts what it is given: read-only, with options, after links, and never what is not there', async () => {
    fs.writeFileSync(join(source, 'file'), 'content');
    fs.symlinkSync(source, join(use.lab.directory, 'link'));
    const mounts = [
      mount({ hostPath: join(use.lab.directory, 'link'), readonly: true, mountOptions: ['noexec', 'nodev', 'nosuid'] }),
    ];
    const text = await output('cat /data/file; echo; echo x > /data/x; grep " /data " /proc/mounts', { mounts });
    expect(text).toMatch(/^content\n.*Read-only file system\ntmpfs \/data tmpfs ro,nosuid,nodev,noexec/);
    await expect(create('true', { mounts: [mount({ hostPath: '/no/such' })] })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    expect(fs.existsSync('/no/such')).toBe(false);
  });

  test('makes all mounts below a recursively read-only one read-only, or says that it cannot', async () => {
    fs.mkdirSync(join(source, 'below'));
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', join(source, 'below')]);
    const write = 'echo x > /data/x; echo y > /data/below/y && echo written';
    expect(await output(write, { mounts: [mount({ readonly: true })] })).toMatch(/Read-only file system\nwritten$/);
    expect(await output(write, { mounts: [mount({ readonly: true, recursiveReadOnly: true })] })).not.toContain('written');
    const other = join(use.lab.directory, 'other-runc');
    fs.writeFileSync(other, '#!/bin/sh\n[ "$1" = features ] && echo "{}" && exit\nexec /usr/sbin/runc "$@"\n', { mode: 0o755 });
    await use.reopen({ runc: other });
    await expect(create('true', { mounts: [mount({ readonly: true, recursiveReadOnly: true })] })).rejects.toMatchObject({
      code: 'unimplemented',
      message: expect.stringMatching(/^RROUnsupported: /) as string,
    });
    await expect(create('true', { mounts: [mount({ recursiveReadOnly: true })] })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await expect(
      create('true', { mounts: [mount({ readonly: true, recursiveReadOnly: true, propagation: 'HOST_TO_CONTAINER' })] }),
    ).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  test('has the ids of a mount mapped as it asks, or is told that they cannot be', async () => {
    const file = join(source, 'file');
    fs.writeFileSync(file, '');
    fs.chownSync(file, 1000, 1001);
    const mapped = mount({
      uidMappings: [{ containerId: 1000, hostId: 55, length: 1 }],
      gidMappings: [{ containerId: 1001, hostId: 66, length: 1 }],
    });
    const { userNamespaces } = (await use.lab.runtimes.get('')?.features()) ?? { userNamespaces: false };
    if (userNamespaces) expect(await output('busybox stat -c %u:%g /data/file', { mounts: [mapped], envs })).toBe('55:66');
    else
      await expect(create('true', { mounts: [mapped] })).rejects.toMatchObject({
        code: 'unimplemented',
        message: 'mount /data cannot be id-mapped by runc',
      });
  });

  test('sees later mounts of the machine, and shows its own, only where the source allows it', async () => {
    execFileSync('mount', ['--make-private', source]);
    await expect(create('true', { mounts: [mount({ propagation: 'BIDIRECTIONAL' })] })).rejects.toMatchObject({
      code: 'invalid-argument',
      hint: expect.stringContaining('make-rshared') as string,
    });
    await expect(create('true', { mounts: [mount({ propagation: 'HOST_TO_CONTAINER' })] })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    execFileSync('mount', ['--make-shared', source]);
    for (const name of ['in', 'out']) fs.mkdirSync(join(source, name));
    const capabilities = { add: ['SYS_ADMIN'], drop: [], addAmbient: [] };
    const both = await create('sleep 1000', { mounts: [mount({ propagation: 'BIDIRECTIONAL' })] }, { capabilities });
    const slave = await create('sleep 1000', { mounts: [mount({ propagation: 'HOST_TO_CONTAINER' })] });
    const own = await create('sleep 1000', { mounts: [mount()] });
    for (const { id } of [both, slave, own]) await use.lab.containers.start(id);
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', join(source, 'in')]);
    fs.writeFileSync(join(source, 'in/word'), 'seen');
    expect([
      await use.exec(both, '/bin/cat', '/data/in/word'),
      await use.exec(slave, '/bin/cat', '/data/in/word'),
      await use.exec(own, '/bin/cat', '/data/in/word'),
    ]).toEqual(['seen', 'seen', '']);
    await use.exec(both, '/bin/busybox', 'mount', '-t', 'tmpfs', 'tmpfs', '/data/out');
    expect(fs.readFileSync('/proc/self/mountinfo', 'utf8')).toContain(` ${join(source, 'out')} `);
  });
});
