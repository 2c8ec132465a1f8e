/** The same act in crictl's words, complete for a shell; undefined for calls that crictl has no word for. */
export function crictlCommand(method: string, request: unknown, address: string): string | undefined {
  const words = wordsOf(method, request);
  if (words === undefined) return undefined;
  const line = ['crictl', '--runtime-endpoint', `unix://${address}`, ...words].map(quote).join(' ');
  return [...configFiles(method, request), line].join('\n');
}

/** The files that crictl reads its configuration from, written by here-documents. */
function configFiles(method: string, request: unknown): readonly string[] {
  switch (method) {
    case 'RunPodSandbox':
      return [hereDocument('pod.json', at(request, ['config']))];
    case 'CreateContainer':
      return [hereDocument('pod.json', at(request, ['sandboxConfig'])), hereDocument('container.json', at(request, ['config']))];
    default:
      return [];
  }
}

function hereDocument(file: string, config: unknown): string {
  return `cat > ${file} <<'END'\n${JSON.stringify(snakeCase(config), undefined, 2)}\nEND`;
}

/** Keys of maps are the user's own. */
const MAPS = new Set(['labels', 'annotations', 'sysctls', 'unified']);

/** crictl reads the names of the proto file; bytes are text here. */
function snakeCase(value: unknown): unknown {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (Array.isArray(value)) return value.map(snakeCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      MAPS.has(name) ? inner : snakeCase(inner),
    ]),
  );
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
  const found = at(value, path);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}

function at(value: unknown, path: readonly string[]): unknown {
  let found: unknown = value;
  for (const name of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined;
  return found;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
