// `npm run test:vm [-- files]`: tests of pods and containers in a virtual machine with systemd and cgroup v2, which this machine may
// not have. Needs root, debootstrap, e2fsprogs and qemu-system-x86. The processor is emulated (minutes for each file of tests) unless
// SLIPWAY_VM_ACCEL names what this machine can do, as `kvm`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeUserland, run, SUITE } from './matrix/userland.ts';
import { root } from './setup/shell.mjs';

const PACKAGES = [
  'systemd',
  'systemd-sysv',
  'dbus',
  'udev',
  'linux-image-cloud-amd64',
  'initramfs-tools',
  'zstd',
  'kmod',
  'apparmor',
];
const DEFAULT_TESTS = ['daemon-lifecycle', 'handlers', 'container-labels', 'daemon-apparmor'];
const SYSTEM_BYTES = 3 * 2 ** 30;
const PROJECT_BYTES = 2 * 2 ** 30;
const MARK = 'slipway-vm: exit ';

/** Runs once systemd is up, says how it went on the console, and switches the machine off. */
const SERVICE = `[Unit]
Description=Tests of Slipway
After=dbus.service local-fs.target
RequiresMountsFor=/project
[Service]
Type=oneshot
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS0
WorkingDirectory=/project
Environment=HOME=/root LANG=C.UTF-8 CI=true NO_COLOR=1 SLIPWAY_MATRIX=vm
ExecStart=/bin/sh /project/.vm-tests
ExecStopPost=/bin/systemctl --no-block poweroff
[Install]
WantedBy=multi-user.target
`;

main(process.argv.slice(2));

function main(files: readonly string[]): void {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-vm-'));
  try {
    const userland = makeUserland(`vm-${SUITE}`, PACKAGES, 'usr/sbin/apparmor_parser');
    const system = systemImage(userland, directory);
    const project = projectImage(
      directory,
      files.length > 0 ? files : DEFAULT_TESTS.map((name) => `test/integration/${name}.test.ts`),
    );
    process.exitCode = boot(userland, [system, project]);
  } catch (error) {
    process.stderr.write(`vm: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function systemImage(userland: string, directory: string): string {
  const unit = join(userland, 'etc/systemd/system/slipway-tests.service');
  writeFileSync(unit, SERVICE);
  // An emulated machine on a busy one is slower than systemd thinks possible.
  const project = '/dev/vdb /project ext4 rw,x-systemd.device-timeout=infinity 0 0';
  writeFileSync(join(userland, 'etc/fstab'), `/dev/vda / ext4 rw 0 0\n${project}\n`);
  run('mkdir', ['-p', join(userland, 'project'), join(userland, 'etc/systemd/system/multi-user.target.wants')]);
  run('ln', ['-sf', '/etc/systemd/system/slipway-tests.service', join(userland, 'etc/systemd/system/multi-user.target.wants/')]);
  return image(join(directory, 'system.img'), userland, SYSTEM_BYTES);
}

function projectImage(directory: string, files: readonly string[]): string {
  const node = `/project/node_modules/node-linux-${process.arch}/bin`;
  const script = `export PATH=${node}:/project/node_modules/.bin:/usr/sbin:/usr/bin:/sbin:/bin
mount | grep cgroup; uname -r; runc --version | head -n 1
vitest run --project integration ${files.join(' ')}
echo "${MARK}$?"
`;
  const copy = join(directory, 'project');
  run('mkdir', [copy]);
  const parts = [
    'dist',
    'runtime',
    'proto',
    'test',
    'scripts',
    'extension',
    'webview',
    'node_modules',
    'package.json',
    'tsconfig.json',
    'vitest.config.js',
  ];
  run('cp', ['-a', ...parts.map((part) => join(root, part)), copy]);
  writeFileSync(join(copy, '.vm-tests'), script);
  return image(join(directory, 'project.img'), copy, PROJECT_BYTES);
}

function image(path: string, from: string, bytes: number): string {
  writeFileSync(path, '');
  truncateSync(path, bytes);
  run('mke2fs', ['-q', '-t', 'ext4', '-d', from, path]);
  return path;
}

/** The exit code of the tests. */
function boot(userland: string, disks: readonly string[]): number {
  const accelerate = ['-accel', process.env['SLIPWAY_VM_ACCEL'] ?? 'tcg,thread=multi', '-cpu', 'max'];
  const drives = disks.flatMap((disk) => ['-drive', `file=${disk},format=raw,if=virtio,cache=unsafe`]);
  const kernel = ['-kernel', join(userland, 'vmlinuz'), '-initrd', join(userland, 'initrd.img')];
  // A login on the console would take it away from the tests.
  const append = 'root=/dev/vda rw console=ttyS0 quiet loglevel=3 systemd.show_status=0 systemd.mask=serial-getty@ttyS0.service';
  const machine = ['-M', 'q35', '-m', '3072', '-smp', '2', '-nographic', '-nic', 'none', '-no-reboot'];
  const { stdout, error } = spawnSync(
    'qemu-system-x86_64',
    [...accelerate, ...machine, ...kernel, '-append', append, ...drives],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      timeout: 45 * 60_000,
    },
  );
  if (error !== undefined) throw error;
  process.stdout.write(stdout);
  const at = stdout.lastIndexOf(MARK);
  return at < 0 ? 1 : Number.parseInt(stdout.slice(at + MARK.length), 10);
}
