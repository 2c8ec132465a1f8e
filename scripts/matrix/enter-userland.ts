import { join } from 'node:path';

/** The userland becomes the root of a mount namespace of its own: /proc, /sys and /dev stay the machine's, /run and /tmp are new. */
const ENTER = `
root=$1 project=$2; shift 2
mount --bind "$root" "$root"; cd "$root"; mkdir -p mnt/old
for place in proc sys dev; do mount --rbind "/$place" "$place"; done
# crun has no hybrid mode: here the control groups are those of v1 alone.
if [ -e /sys/fs/cgroup/unified ]; then
  mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup
  for group in /sys/fs/cgroup/*; do
    name=\${group##*/}
    [ "$name" != unified ] || continue
    mkdir "sys/fs/cgroup/$name"; mount --bind "$group" "sys/fs/cgroup/$name"
  done
fi
mount -t tmpfs -o mode=755 tmpfs run; mkdir -p run/lock
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir -p "./$project"; mount --rbind "$project" "./$project"
pivot_root . mnt/old; cd "$project"; umount -l /mnt/old
mount --make-rshared /
exec env -i "$@"`;

/** The command line that runs `argv` in `userland`, with the project at its own place. Mounts go when the last process has ended. */
export function enterUserland(
  userland: string,
  { project, argv }: { readonly project: string; readonly argv: readonly string[] },
): readonly [program: string, ...args: string[]] {
  const node = join(project, 'node_modules', `node-linux-${process.arch}`, 'bin');
  const environment = {
    HOME: '/root',
    LANG: 'C.UTF-8',
    PATH: `${node}:${join(project, 'node_modules/.bin')}:/usr/sbin:/usr/bin:/sbin:/bin`,
    SLIPWAY_MATRIX: 'forky',
  };
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-ec', ENTER, 'sh', userland, project, ...variables, ...argv];
}
