/** The same act in crictl's words, for a terminal; undefined for calls that crictl has no word for. */
export function crictlCommand(method: string, request: unknown, address: string): string | undefined {
  const words = wordsOf(method, request);
  if (words === undefined) return undefined;
  return ['crictl', '--runtime-endpoint', `unix://${address}`, ...words].map(quote).join(' ');
}

function wordsOf(method: string, request: unknown): readonly string[] | undefined {
  const text = (...path: string[]): string => textAt(request, path);
  switch (method) {
    case 'Version':
      return ['version'];
    case 'Status':
      return ['info'];
    case 'RuntimeConfig':
      return ['runtime-config'];
    case 'ListPodSandbox':
      return ['pods'];
    case 'ListContainers':
      return ['ps', '--all'];
    case 'ListImages':
      return ['images', '--digests'];
    case 'ImageFsInfo':
      return ['imagefsinfo'];
    case 'PodSandboxStatus':
      return ['inspectp', text('podSandboxId')];
    case 'ContainerStatus':
      return ['inspect', text('containerId')];
    case 'ImageStatus':
      return ['inspecti', text('image', 'image')];
    case 'PullImage':
      return ['pull', text('image', 'image') || text('reference')];
    case 'RemoveImage':
      return ['rmi', text('image', 'image')];
    case 'RunPodSandbox':
      return ['runp', 'pod.json'];
    case 'StopPodSandbox':
      return ['stopp', text('podSandboxId')];
    case 'RemovePodSandbox':
      return ['rmp', text('podSandboxId')];
    case 'CreateContainer':
      return ['create', text('podSandboxId'), 'container.json', 'pod.json'];
    case 'StartContainer':
      return ['start', text('containerId')];
    case 'StopContainer':
      return ['stop', '--timeout', text('timeout') || '0', text('containerId')];
    case 'RemoveContainer':
      return ['rm', text('containerId')];
    case 'ContainerLogs':
      return ['logs', '--follow', text('containerId')];
    default:
      return undefined;
  }
}

function textAt(value: unknown, path: readonly string[]): string {
  let at: unknown = value;
  for (const name of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined;
  return typeof at === 'string' || typeof at === 'number' ? String(at) : '';
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
