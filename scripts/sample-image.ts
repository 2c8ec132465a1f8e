// The image that `npm start` seeds: Debian's busybox, no network needed. `node scripts/sample-image.ts FILE` writes it as an OCI archive.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { buildImage, ociArchive, type BuiltImage, type LayerEntry } from './image-builder.ts';
import { staticBusybox } from './setup/host-packages.mjs';

export const SAMPLE_NAME = 'localhost/slipway/sample:latest';

/** Prints a line each second and serves a page on port 8080; ends at once on TERM. */
const START = `#!/bin/sh
trap 'echo "good-bye"; exit 0' TERM INT
httpd -p 8080 -h /www
echo "serving http://$(hostname):8080"
n=0
while :; do
  n=$((n + 1))
  echo "line $n of $(hostname)"
  sleep 1 &
  wait $!
done
`;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>It sails</title>
    <style>
      body { font: 18px/1.6 system-ui, sans-serif; max-width: 36rem; margin: 18vh auto 0; padding: 0 1.5rem; color: #0b2a3c; background: #f4f8fa; }
      h1 { font-size: 2.4rem; margin: 0 0 0.5rem; }
      code { background: #dfeaf0; border-radius: 4px; padding: 0.1em 0.35em; }
    </style>
  </head>
  <body>
    <h1>It sails.</h1>
    <p>This page comes from a container that Slipway started for you: <code>busybox httpd</code> on port 8080, in a pod of its own.</p>
    <p>Its log grows by a line each second. Open it from the Pods view, then stop and remove the pod.</p>
  </body>
</html>
`;

/** Throws when the machine has no static busybox. */
export async function buildSampleImage(): Promise<BuiltImage> {
  const busybox = staticBusybox();
  if (busybox === undefined) throw new Error('no static busybox here: apt-get install busybox-static');
  const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' })
    .split('\n')
    .filter((name) => name !== '' && name !== 'busybox');
  const system: LayerEntry[] = [
    ...['bin/', 'etc/', 'proc/', 'sys/', 'dev/', 'root/', 'www/'].map((name) => ({ name })),
    { name: 'tmp/', mode: 0o1777 },
    { name: 'bin/busybox', mode: 0o755, content: readFileSync(busybox) },
    ...applets.map((name) => ({ name: `bin/${name}`, type: 'symlink' as const, linkname: 'busybox' })),
    { name: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' },
    { name: 'etc/group', content: 'root:x:0:\nnobody:x:65534:\n' },
  ];
  const site: LayerEntry[] = [
    { name: 'bin/start', mode: 0o755, content: START },
    { name: 'www/index.html', content: PAGE },
  ];
  return buildImage({
    layers: [system, site],
    config: {
      Cmd: ['/bin/start'],
      Env: ['PATH=/bin', 'HOME=/root'],
      WorkingDir: '/',
      ExposedPorts: { '8080/tcp': {} },
      Labels: { 'org.opencontainers.image.title': 'Slipway sample' },
    },
  });
}

/** As an OCI archive that carries its name. */
export async function sampleArchive(): Promise<Buffer> {
  return ociArchive([{ image: await buildSampleImage(), names: [SAMPLE_NAME] }]);
}

if (import.meta.main) {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error('usage: node scripts/sample-image.ts FILE');
  writeFileSync(file, await sampleArchive());
}
