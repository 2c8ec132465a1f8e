import { readFile } from 'node:fs/promises';
import { buildImage } from '../support/image-builder.ts';
import { startRegistry } from '../support/registry.ts';

/** An image in a registry of its own: a static busybox that counts, one line each second. */
export interface SampleImage {
  readonly registry: string;
  readonly repository: string;
  readonly name: string;
  stop(): Promise<void>;
}

const COUNT = 'n=0; trap "exit 0" TERM; while :; do n=$((n+1)); echo "tick $n"; sleep 1; done';

/** Pushes it; the caller stops its registry. */
export async function pushSampleImage(directory: string): Promise<SampleImage> {
  const registry = await startRegistry({ storageParent: directory });
  const busybox = await readFile('/bin/busybox');
  const layer = [
    { name: 'bin/', type: 'directory' as const },
    { name: 'bin/busybox', content: busybox, mode: 0o755 },
    { name: 'bin/sh', type: 'symlink' as const, linkname: 'busybox' },
    { name: 'bin/sleep', type: 'symlink' as const, linkname: 'busybox' },
    { name: 'tmp/', type: 'directory' as const, mode: 0o1777 },
  ];
  const image = await buildImage({ layers: [layer], config: { Cmd: ['/bin/sh', '-c', COUNT], Env: ['PATH=/bin'] } });
  const name = await registry.push('team/counter', image, '1.0');
  return { registry: registry.address, repository: 'team/counter', name, stop: () => registry.close() };
}
