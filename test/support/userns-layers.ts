// Runs inside a user namespace: `node userns-layers.ts PARENT BLOB...` unpacks the layers there, mounts them, and prints what a container sees.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSyscall } from '../../runtime/host/create-syscall.ts';
import { systemFiles } from '../../runtime/host/files.ts';
import { mountRootFs, unmountRootFs } from '../../runtime/image/root-fs.ts';
import { treeManifest } from './tree-manifest.ts';
import { unpackChain } from './unpack-chain.ts';

const [parent = '', ...blobs] = process.argv.slice(2);
const host = { files: systemFiles, sys: createSyscall() };
const layers = await unpackChain(
  parent,
  blobs.map((blob) => readFileSync(blob)),
  { userXattr: true },
);
const target = join(parent, 'merged');
await mountRootFs({ host, layers, writableLayer: join(parent, 'writable'), target, userXattr: true });
process.stdout.write(JSON.stringify(treeManifest(target, { withoutTimes: true })));
await unmountRootFs(host, target);
