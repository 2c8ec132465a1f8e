import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { whyNotHere } from '../support/container-lab.ts';
import { useContainerLab } from '../support/use-container-lab.ts';

const why = whyNotHere();
if (why !== undefined) console.warn(`container-cdi: skipped, ${why}`);

const use = useContainerLab((directory) => {
  for (const name of ['cdi', 'cdi-run', 'tools']) fs.mkdirSync(join(directory, name));
  fs.writeFileSync(join(directory, 'tools/tool'), 'tool\n');
  return {};
});

describe.skipIf(why !== undefined)('a container with CDI devices', { timeout: 30_000 }, () => {
  test('has their nodes, variables, mounts, groups and hooks, whether it asks by field or by annotation', async () => {
    const { directory } = use.lab;
    const hook = join(directory, 'hook.sh');
    fs.writeFileSync(hook, `#!/bin/sh\necho "$@ $WORD" > ${directory}/hooked\n`, { mode: 0o755 });
    fs.writeFileSync(
      join(directory, 'cdi/vendor.json'),
      JSON.stringify({
        cdiVersion: '0.6.0',
        kind: 'vendor.com/tool',
        containerEdits: {
          env: ['SHARED=all'],
          mounts: [{ hostPath: join(directory, 'tools'), containerPath: '/opt/tools', options: ['ro'] }],
        },
        devices: [
          {
            name: 'loop',
            containerEdits: {
              env: ['DEVICE=loop'],
              deviceNodes: [{ path: '/dev/vendor0', hostPath: '/dev/loop-control', permissions: 'r' }],
              hooks: [
                { hookName: 'createRuntime', path: hook, args: ['hook', 'said'], env: ['WORD=word'] },
                { hookName: 'poststop', path: hook, args: ['hook', 'heard', 'its'], env: ['WORD=end'] },
              ],
            },
          },
        ],
      }),
    );
    fs.writeFileSync(
      join(directory, 'cdi-run/other.yaml'),
      'cdiVersion: "0.7.0"\nkind: other.org/group\ndevices:\n  - name: "1"\n    containerEdits:\n      additionalGids: [4242]\n      env:\n        - GROUP=own\n',
    );
    const text = await use.output(
      'echo $SHARED $DEVICE $GROUP $MINE; cat /opt/tools/tool; echo x > /opt/tools/tool; id -G; true < /dev/vendor0 && echo read; true > /dev/vendor0',
      {
        cdiDevices: ['vendor.com/tool=loop'],
        annotations: { 'cdi.k8s.io/plugin': 'other.org/group=1,vendor.com/tool=loop' },
        envs: [
          { key: 'MINE', value: 'mine' },
          { key: 'DEVICE', value: 'overridden' },
        ],
      },
    );
    expect(text).toMatch(/^all loop own mine\ntool\n.*Read-only file system\n0 4242\nread\n.*vendor0: Operation not permitted$/);
    expect(fs.readFileSync(join(directory, 'hooked'), 'utf8')).toBe('said word\n');
    expect(use.lab.containers.list()[0]?.user.supplementalGroups).toEqual([0, 4242]);
    for (const { id } of use.lab.containers.list()) await use.lab.containers.remove(id);
    expect(fs.readFileSync(join(directory, 'hooked'), 'utf8')).toBe('heard its end\n');
  });

  test('that cannot be resolved is not made, and says which they are and where it looked', async () => {
    const { directory } = use.lab;
    fs.writeFileSync(join(directory, 'cdi/broken.json'), '{');
    await expect(use.create('true', { cdiDevices: ['vendor.com/gpu=0', 'vendor.com/gpu=1'] })).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringMatching(
        `^CDI devices vendor.com/gpu=0, vendor.com/gpu=1 cannot be resolved: looked in ${directory}/cdi, ${directory}/cdi-run; CDI file ${directory}/cdi/broken.json: `,
      ) as string,
    });
    await expect(use.create('true', { cdiDevices: ['gpu'] })).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(use.lab.containers.list()).toEqual([]);
  });
});
