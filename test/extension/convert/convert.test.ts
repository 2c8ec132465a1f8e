import { describe, expect, it } from 'vitest';
import { containerConfigFrom, podConfigFrom } from '../../../extension/client/read-cri-config.ts';
import { fromCriConfigs } from '../../../extension/convert/cri-files.ts';
import { fromDockerRun } from '../../../extension/convert/docker-run.ts';
import { fromKubernetes } from '../../../extension/convert/kubernetes-pod.ts';
import type { PodPlan } from '../../../extension/convert/pod-plan.ts';
import { readManifests } from '../../../extension/convert/read-manifests.ts';
import { splitWords } from '../../../extension/commands/image/run-request.ts';

const identity = { uid: 'u-1', logDirectory: '/logs/web' };

async function plan(yaml: string): Promise<PodPlan> {
  const [manifest] = await readManifests(yaml, 'pod.yaml');
  if (manifest === undefined) throw new Error('no manifest');
  return valid(fromKubernetes(manifest.document, identity));
}

function docker(line: string): PodPlan {
  return valid(fromDockerRun(splitWords(line) ?? [], { ...identity, name: 'web' }));
}

/** All that a converter makes has to be CRI. */
function valid(made: PodPlan): PodPlan {
  podConfigFrom(made.pod);
  for (const container of [...made.init, ...made.containers]) containerConfigFrom(container);
  return made;
}

const WEB = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  restartPolicy: Never
  hostNetwork: false
  securityContext: { runAsUser: 1000, fsGroup: 2000, sysctls: [{ name: net.core.somaxconn, value: "64" }] }
  dnsConfig: { nameservers: [10.0.0.2], searches: [a.b], options: [{ name: ndots, value: "2" }, { name: rotate }] }
  volumes:
    - { name: data, hostPath: { path: /srv/data } }
    - { name: shared, emptyDir: {} }
    - { name: conf, configMap: { name: c } }
    - { name: tools, image: { reference: "busybox:1" } }
  initContainers:
    - { name: prepare, image: busybox, command: [sh, -c, "echo ready > /s/x"], volumeMounts: [{ name: shared, mountPath: /s }] }
  containers:
    - name: app
      image: nginx:1
      args: ["-g", "daemon off;"]
      workingDir: /w
      env:
        - { name: A, value: "1" }
        - { name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
        - { name: KEY, valueFrom: { secretKeyRef: { name: s, key: k } } }
      ports: [{ containerPort: 80, hostPort: 8080, hostIP: 127.0.0.1 }, { containerPort: 443 }]
      resources: { limits: { cpu: 500m, memory: 64Mi }, requests: { cpu: 250m } }
      securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] } }
      livenessProbe: { httpGet: { path: /, port: 80 } }
      volumeMounts:
        - { name: data, mountPath: /data, subPath: part, readOnly: true }
        - { name: shared, mountPath: /shared }
        - { name: conf, mountPath: /conf }
        - { name: tools, mountPath: /tools }
`;

describe('a pod of Kubernetes', () => {
  it('becomes a sandbox with its ports, names and limits', async () => {
    const { pod, name, scratch } = await plan(WEB);
    expect(name).toBe('web');
    expect(pod).toEqual({
      metadata: { name: 'web', namespace: 'shop', uid: 'u-1', attempt: 0 },
      hostname: 'web',
      log_directory: '/logs/web',
      labels: { app: 'web' },
      dns_config: { servers: ['10.0.0.2'], searches: ['a.b'], options: ['ndots:2', 'rotate'] },
      port_mappings: [{ protocol: 'TCP', container_port: 80, host_port: 8080, host_ip: '127.0.0.1' }],
      linux: {
        sysctls: { 'net.core.somaxconn': '64' },
        security_context: { namespace_options: { network: 'POD', pid: 'CONTAINER', ipc: 'POD' } },
      },
    });
    expect(scratch).toEqual(['shared']);
  });

  it('becomes containers with what each of them is told, and those that have to run before', async () => {
    const { containers, init } = await plan(WEB);
    expect(init.map(({ metadata }) => metadata)).toEqual([{ name: 'prepare', attempt: 0 }]);
    expect(containers).toEqual([
      {
        metadata: { name: 'app', attempt: 0 },
        image: { image: 'nginx:1', user_specified_image: 'nginx:1' },
        args: ['-g', 'daemon off;'],
        working_dir: '/w',
        envs: [
          { key: 'A', value: '1' },
          { key: 'POD', value: 'web' },
        ],
        mounts: [
          { container_path: '/data', host_path: '/srv/data/part', readonly: true },
          { container_path: '/shared', host_path: '/logs/web/volumes/shared' },
          { container_path: '/tools', image: { image: 'busybox:1' }, readonly: true },
        ],
        labels: { app: 'web' },
        log_path: 'app/0.log',
        linux: {
          resources: { cpu_period: 100_000, cpu_quota: 50_000, cpu_shares: 256, memory_limit_in_bytes: 67_108_864 },
          security_context: {
            namespace_options: { network: 'POD', pid: 'CONTAINER', ipc: 'POD' },
            run_as_user: { value: 1000 },
            supplemental_groups: [2000],
            readonly_rootfs: true,
            no_new_privs: true,
            capabilities: { add_capabilities: ['NET_BIND_SERVICE'], drop_capabilities: ['ALL'] },
          },
        },
      },
    ]);
  });

  it('says what does not come along', async () => {
    expect((await plan(WEB)).dropped.map(({ path }) => path)).toEqual([
      'spec.volumes[2]',
      'spec.containers[0].livenessProbe',
      'spec.containers[0].env[2]',
    ]);
  });

  it('is found in whatever makes pods, in lists and among other documents', async () => {
    const template =
      'template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: c, image: i }], priority: 1, weird: 2 } }';
    const yaml = `kind: Service\nmetadata: { name: s }\n---\nkind: List\nitems:\n- kind: Deployment\n  metadata: { name: d }\n  spec: { ${template} }\n---\nkind: CronJob\nmetadata: { name: j }\nspec: { jobTemplate: { spec: { ${template} } } }\n`;
    const manifests = await readManifests(yaml, 'all.yaml');
    expect(manifests.map(({ title }) => title)).toEqual(['Deployment d', 'CronJob j']);
    const plans = manifests.map(({ document }) => valid(fromKubernetes(document, identity)));
    expect(plans.map(({ name }) => name)).toEqual(['d', 'j']);
    expect(plans[0]?.dropped.map(({ path }) => path)).toEqual(['kind', 'spec.template.spec.weird']);
  });

  it.each([
    ['kind: Pod\nmetadata: { name: a }\nspec: { containers: [] }', 'spec.containers is empty'],
    ['kind: Pod\nmetadata: { name: a }\nspec: { containers: [{ image: x }] }', 'spec.containers[0].name is missing'],
    ['kind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: x }] }', 'spec.containers[0].image is missing'],
    ['kind: Pod\nmetadata: {}\nspec: { containers: [{ name: x, image: y }] }', 'metadata.name is missing'],
    [
      'kind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: x, image: y, volumeMounts: [{ name: v, mountPath: /v }] }] }',
      'spec.containers[0].volumeMounts[0].name: there is no volume v',
    ],
  ])('that is wrong is told by its field: %#', async (yaml, message) => {
    await expect(plan(yaml)).rejects.toMatchObject({ code: 'invalid-argument', message });
  });

  it('that is no YAML is told by its line', async () => {
    await expect(readManifests('kind: Pod\n  name: [', 'broken.yaml')).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(/^broken\.yaml: .*line \d/) as string,
    });
  });
});

describe('a line for docker run', () => {
  it('becomes a pod with one container', () => {
    const { pod, containers, dropped } = docker(
      '-d -it --rm --name web -p 8080:80 -p127.0.0.1:53:53/udp -e A=1 --env B="two words" -v /srv:/data:ro -w /w -u 1000:100 ' +
        '--cap-add=NET_ADMIN --memory 512m --cpus 1.5 --label a=b --entrypoint sh --device /dev/fuse nginx:1 -c "echo hi"',
    );
    expect(pod['port_mappings']).toEqual([
      { protocol: 'TCP', container_port: 80, host_port: 8080 },
      { protocol: 'UDP', container_port: 53, host_port: 53, host_ip: '127.0.0.1' },
    ]);
    expect(containers).toEqual([
      {
        metadata: { name: 'web', attempt: 0 },
        image: { image: 'nginx:1', user_specified_image: 'nginx:1' },
        command: ['sh'],
        args: ['-c', 'echo hi'],
        working_dir: '/w',
        envs: [
          { key: 'A', value: '1' },
          { key: 'B', value: 'two words' },
        ],
        mounts: [{ host_path: '/srv', container_path: '/data', readonly: true }],
        devices: [{ host_path: '/dev/fuse', container_path: '/dev/fuse', permissions: 'rwm' }],
        labels: { a: 'b' },
        log_path: 'web/0.log',
        stdin: true,
        tty: true,
        linux: {
          resources: { cpu_period: 100_000, cpu_quota: 150_000, memory_limit_in_bytes: 536_870_912 },
          security_context: {
            namespace_options: { network: 'POD', pid: 'CONTAINER', ipc: 'POD' },
            run_as_user: { value: 1000 },
            run_as_group: { value: 100 },
            capabilities: { add_capabilities: ['NET_ADMIN'] },
            seccomp: { profile_type: 'RuntimeDefault' },
          },
        },
      },
    ]);
    expect(dropped).toEqual([]);
  });

  it('says which flags do not come along', () => {
    const { dropped } = docker(
      '--restart always -v cache:/c --network mine -e HOME --init --gpus all --mount type=tmpfs,target=/t x',
    );
    expect(dropped.map(({ path }) => path).toSorted()).toEqual(
      [
        '--env HOME',
        '--gpus all',
        '--init',
        '--mount type=tmpfs,target=/t',
        '--network mine',
        '--restart always',
        '--volume cache:/c',
      ].toSorted(),
    );
  });

  it('with the network of the machine publishes nothing', () => {
    const { pod } = docker('--net=host -p 80:80 --privileged --read-only nginx');
    expect(pod['port_mappings']).toBeUndefined();
    expect(pod['linux']).toMatchObject({ security_context: { namespace_options: { network: 'NODE' }, privileged: true } });
  });

  it.each([
    ['-p 99999:1x nginx', '--publish 99999:1x'],
    ['-d', 'the line names no image'],
    ['-z nginx', '-z'],
    ['--memory lots nginx', '--memory lots'],
    ['nginx --name', undefined],
    ['--name', '--name: a value is missing'],
  ])('%j is %s', (line, message) => {
    if (message === undefined) expect(docker(line).containers[0]?.['args']).toEqual(['--name']);
    else expect(() => docker(line)).toThrow(message);
  });

  it('gives containers of CRI files the namespaces of their pod, unless they say their own', () => {
    const pod = { metadata: { name: 'web' }, linux: { security_context: { namespace_options: { pid: 'CONTAINER' } } } };
    const own = { linux: { securityContext: { namespaceOptions: { pid: 'POD' } } } };
    const made = fromCriConfigs(pod, [{ metadata: { name: 'a' } }, own], identity);
    expect(made.containers).toEqual([
      { metadata: { name: 'a' }, linux: { security_context: { namespace_options: { pid: 'CONTAINER' } } } },
      own,
    ]);
  });
});
