import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { containerConfigFrom, podConfigFrom } from '../../extension/client/read-cri-config.ts';
import type { ConfigKind, Schema } from '../../extension/config-files/config-schema.ts';
import { kindOfFile, readConfigText } from '../../extension/config-files/config-text.ts';
import { explainAt } from '../../extension/config-files/hover.ts';
import { lensesOf } from '../../extension/config-files/lenses.ts';
import { meaningProblems } from '../../extension/config-files/meaning-problems.ts';
import { shapeProblems } from '../../extension/config-files/shape-problems.ts';
import { suggest } from '../../extension/config-files/suggest.ts';
import { CONTAINER_TEMPLATE, POD_TEMPLATE } from '../../extension/config-files/templates.ts';
import { yamlPlace } from '../../extension/config-files/yaml-place.ts';

const schemaOf = (name: string): Schema =>
  JSON.parse(readFileSync(new URL(`../../proto/gen/${name}.schema.json`, import.meta.url), 'utf8')) as Schema;
const SCHEMAS = { pod: schemaOf('pod-sandbox-config'), container: schemaOf('container-config') };
const FACTS = { images: ['busybox:1'], exists: (path: string) => Promise.resolve(path === '/srv') };

/** "message ⟨text that is underlined⟩ → what to write instead" */
async function problems(kind: ConfigKind, text: string): Promise<readonly string[]> {
  const { documents, errors } = await readConfigText(text, kind);
  const found = await Promise.all(
    documents.map(async (config) => [
      ...(await shapeProblems(config, SCHEMAS[config.kind])),
      ...(await meaningProblems(config, FACTS)),
    ]),
  );
  return [
    ...errors.map(({ message }) => message),
    ...found.flat().map((each) => {
      const fix = each.fix === undefined ? '' : ` → ${each.fix.text}`;
      return `${each.severity}: ${each.message} ⟨${text.slice(each.start, each.end).split('\n')[0] ?? ''}⟩${fix}`;
    }),
  ];
}

describe('configuration files of CRI', () => {
  it.each([
    ['/a/web.pod.yaml', 'pod'],
    ['/a/pod-config.json', 'pod'],
    ['/a/sandbox-config.yml', 'pod'],
    ['/a/web.container.yaml', 'container'],
    ['/a/container-config.json', 'container'],
    ['/a/pod.yaml', undefined],
    ['/a/my-pod-config.yaml', undefined],
  ])('%s holds %s', (path, kind) => {
    expect(kindOfFile(path)).toBe(kind);
  });

  it('that are new have no problems but what the target lacks, and are CRI', async () => {
    expect(await problems('container', CONTAINER_TEMPLATE)).toEqual([
      'information: docker.io/library/busybox:latest is not on the target: it is pulled when this runs ⟨docker.io/library/busybox:latest⟩',
    ]);
    const { documents } = await readConfigText(POD_TEMPLATE, 'pod');
    expect(documents.map(({ kind }) => kind)).toEqual(['pod', 'container']);
    expect((await problems('pod', POD_TEMPLATE)).filter((each) => !each.startsWith('information'))).toEqual([]);
    for (const { kind, value } of documents)
      if (kind === 'pod') podConfigFrom(value);
      else containerConfigFrom(value);
  });

  it('are told what is no field and which one is meant, what is of another type, and what is none of the values', async () => {
    const text = `metadata: { name: web, uid: 7 }
log_directry: /logs
logDirectory: /logs
port_mappings: { container_port: 80 }
linux:
  security_context:
    privileged: yes please
    namespace_options: { network: HOST }
`;
    expect(await problems('pod', text)).toEqual([
      'error: uid is a text: put it into quotes ⟨7⟩ → "7"',
      'error: log_directry is not a field of PodSandboxConfig; did you mean log_directory? ⟨log_directry⟩ → log_directory',
      'error: port_mappings is a list ⟨{ container_port: 80 }⟩',
      'error: privileged is true or false ⟨yes please⟩',
      'error: network is one of POD, CONTAINER, NODE, TARGET ⟨HOST⟩',
    ]);
  });

  it('are told what CRI takes and the runtime would not', async () => {
    const pod = `metadata: { name: web }
hostname: web
port_mappings: [{ container_port: 0 }, { container_port: 80, host_port: 8080 }, { container_port: 81, host_port: 8080 }]
linux: { security_context: { namespace_options: { network: NODE } } }
`;
    expect(await problems('pod', pod)).toEqual([
      'information: metadata.uid is missing: Run Pod takes a new one each time, crictl refuses it ⟨{ name: web }⟩',
      "warning: a pod on the machine's network has the machine's hostname: this one is not used ⟨web⟩",
      'error: container_port is a port from 1 to 65535 ⟨{ container_port: 0 }⟩',
      'error: port 8080 of the machine is taken twice ⟨{ container_port: 81, host_port: 8080 }⟩',
    ]);
    const container = `metadata: { name: c }
image: { image: nginx }
log_path: /var/log/c.log
mounts: [{ container_path: data, host_path: /srv }, { container_path: /data, host_path: /nowhere }]
`;
    expect(await problems('container', container)).toEqual([
      'information: nginx is not on the target: it is pulled when this runs ⟨nginx⟩',
      "error: log_path is a path below the pod's log_directory, as in web/0.log ⟨/var/log/c.log⟩",
      'error: container_path is an absolute path ⟨{ container_path: data, host_path: /srv }⟩',
      'hint: /nowhere does not exist on the target: it is made as a directory ⟨/nowhere⟩',
    ]);
    expect(await problems('pod', 'metadata: {')).not.toEqual([]);
  });

  it.each<[string, ConfigKind, string, readonly string[], readonly string[]]>([
    ['the fields of the whole', 'pod', 'metadata:\n  name: a\n|', ['hostname', 'linux'], ['metadata', 'logDirectory', 'windows']],
    ['the fields of an object', 'pod', 'metadata:\n  name: a\n  |', ['uid', 'namespace'], ['name', 'hostname']],
    ['the fields of an entry of a list', 'pod', 'port_mappings:\n  - protocol: TCP\n    |', ['container_port'], ['protocol']],
    ['the first field of an entry', 'container', 'mounts:\n- |', ['container_path', 'host_path'], ['metadata']],
    [
      'what a deep field may be',
      'pod',
      'linux:\n  security_context:\n    namespace_options:\n      network: |',
      ['POD', 'NODE'],
      [],
    ],
    ['images that are there', 'container', 'image:\n  image: bu|', ['busybox:1'], []],
    [
      'capabilities',
      'container',
      'linux:\n  security_context:\n    capabilities:\n      add_capabilities:\n        - NET|',
      ['NET_ADMIN'],
      [],
    ],
    ['true and false', 'container', 'tty: |', ['true', 'false'], []],
  ])('are completed with %s', (_what, kind, marked, some, none) => {
    const offset = marked.indexOf('|');
    const place = yamlPlace(marked.replace('|', ''), offset);
    const labels = suggest(SCHEMAS[kind], place, { images: FACTS.images }).map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining([...some]));
    for (const each of none) expect(labels).not.toContain(each);
  });

  it('explain a field under the pointer', async () => {
    const text = 'linux:\n  security_context:\n    readonly_rootfs: true\n';
    const { documents } = await readConfigText(text, 'container');
    const [config] = documents;
    if (config === undefined) throw new Error('no document');
    expect(await explainAt(config, SCHEMAS.container, text.indexOf('readonly'))).toMatchObject({
      path: 'linux.security_context.readonly_rootfs',
      type: 'boolean',
    });
    expect(await explainAt(config, SCHEMAS.container, text.indexOf('true'))).toBeUndefined();
  });

  it('say above them what can be done: run it, or look at what runs of it', async () => {
    const titles = async (kind: ConfigKind, text: string, state?: 'ready' | 'notready'): Promise<readonly string[]> => {
      const { documents } = await readConfigText(text, kind);
      const pod = {
        id: 'p1',
        name: 'web',
        namespace: 'default',
        uid: '',
        attempt: 0,
        createdAt: 0,
        handler: '',
        labels: {},
        annotations: {},
      };
      const pods = state === undefined ? undefined : { pods: [{ ...pod, state }], containers: [] };
      return lensesOf(documents, pods).map(({ command, argument }) => `${command} ${argument}`);
    };
    expect(await titles('pod', POD_TEMPLATE)).toEqual(['slipway.pod.run file']);
    expect(await titles('pod', POD_TEMPLATE, 'ready')).toEqual([
      'slipway.pod.open p1',
      'slipway.pod.showLogsPanel p1',
      'slipway.pod.stop p1',
    ]);
    expect(await titles('pod', POD_TEMPLATE, 'notready')).toContain('slipway.pod.remove p1');
    expect(await titles('container', CONTAINER_TEMPLATE)).toEqual(['slipway.pod.addContainerFile file']);
  });
});
