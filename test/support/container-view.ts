import type { ContainerView } from '../../webview/protocol.ts';

const VIEW: ContainerView = {
  id: 'c',
  name: 'app',
  image: 'busybox',
  imageId: 'sha256:1',
  state: 'running',
  exitCode: 0,
  reason: '',
  message: '',
  createdAt: 1000,
  startedAt: 1000,
  finishedAt: 0,
  restarts: 0,
  command: [],
  logPath: '',
  pod: undefined,
  ports: [],
  browsable: false,
  mounts: [],
  env: [],
  labels: [],
  annotations: [],
  end: undefined,
  limits: { cores: undefined, memoryBytes: undefined },
};

/** What the container panel is told, for tests. */
export function containerViewOf(change: Partial<ContainerView>): ContainerView {
  return { ...VIEW, ...change };
}
