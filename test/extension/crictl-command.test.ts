import { describe, expect, it } from 'vitest';
import { crictlCommand } from '../../extension/client/crictl-command.ts';
import { containerConfigOf, podConfigOf } from '../../extension/client/to-cri.ts';
import { specsOf } from '../../extension/commands/image/run-request.ts';

const UID = '00000000-0000-4000-8000-000000000001';
const { pod, container } = specsOf(
  {
    name: 'web',
    ports: [{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }],
    env: { GREETING: "it's" },
    command: ['sh', '-c', 'date'],
  },
  'busybox:1',
  UID,
);

describe('Copy as crictl', () => {
  it.each([
    ['Version', {}, 'version'],
    ['StopContainer', { containerId: 'c1', timeout: 10 }, 'stop --timeout 10 c1'],
    ['PullImage', { reference: 'busy box' }, "pull 'busy box'"],
  ])('says %s in one line', (method, request, words) => {
    expect(crictlCommand(method, request, '/run/s.sock')).toBe(`crictl --runtime-endpoint unix:///run/s.sock ${words}`);
  });

  it('brings the file that a pod is made from, in the names of the proto file', () => {
    const text = crictlCommand('RunPodSandbox', { config: podConfigOf(pod) }, '/run/s.sock') ?? '';
    expect(documentOf(text, 'pod.json')).toMatchObject({
      metadata: { name: 'web', namespace: 'default', uid: UID },
      log_directory: `/var/log/slipway/pods/default_web_${UID}`,
      port_mappings: [{ host_port: 8080, container_port: 80 }],
      labels: { 'app.kubernetes.io/name': 'web' },
    });
    expect(text.split('\n').at(-1)).toBe('crictl --runtime-endpoint unix:///run/s.sock runp pod.json');
  });

  it('brings both files that a container is made from', () => {
    const request = { podSandboxId: 'p1', config: containerConfigOf(container), sandboxConfig: podConfigOf(pod) };
    const text = crictlCommand('CreateContainer', request, '/run/s.sock') ?? '';
    expect(documentOf(text, 'container.json')).toMatchObject({
      image: { image: 'busybox:1' },
      command: ['sh', '-c', 'date'],
      envs: [{ key: 'GREETING', value: "it's" }],
    });
    expect(documentOf(text, 'pod.json')).toMatchObject({ hostname: 'web' });
    expect(text).toMatch(/create p1 container.json pod.json$/);
  });

  it('has no word for what crictl cannot do', () => {
    expect(crictlCommand('ImportImage', {}, '/run/s.sock')).toBeUndefined();
  });
});

function documentOf(text: string, file: string): unknown {
  const [, json = ''] = new RegExp(`cat > ${file} <<'END'\\n([^]*?)\\nEND`).exec(text) ?? [];
  return JSON.parse(json);
}
