import type { Document } from 'yaml';
import { t } from '../l10n.ts';
import type { ConfigDocument } from './config-text.ts';
import { spanOf } from './config-text.ts';
import type { Problem } from './shape-problems.ts';

/** What is known of the target. */
export interface TargetFacts {
  /** Names of images that are there; undefined while nobody knows. */
  readonly images: readonly string[] | undefined;
  /** Whether a path exists on the target's machine; undefined where that cannot be looked up from here. */
  readonly exists: ((path: string) => Promise<boolean>) | undefined;
}

type Path = readonly (string | number)[];

const MAX_PORT = 65_535;

/** What fits the schema, and yet would be refused or surprise: names, paths, ports, images. */
export async function meaningProblems(config: ConfigDocument, facts: TargetFacts): Promise<readonly Problem[]> {
  return config.kind === 'pod' ? podProblems(config) : containerProblems(config, facts);
}

function podProblems({ document, value, root }: ConfigDocument): readonly Problem[] {
  const problems: Problem[] = [];
  const at = (path: Path): unknown => nodeAt(document, path) ?? root;
  if (textAt(value, ['metadata', 'name']) === '')
    problems.push({ ...spanOf(at(['metadata'])), severity: 'error', message: t('metadata.name is missing: a pod has a name') });
  if (textAt(value, ['metadata', 'uid']) === '')
    problems.push({
      ...spanOf(at(['metadata'])),
      severity: 'information',
      message: t('metadata.uid is missing: Run Pod takes a new one each time, crictl refuses it'),
    });
  const linux = either(value, 'linux');
  const options = either(either(linux, 'security_context', 'securityContext'), 'namespace_options', 'namespaceOptions');
  const network = either(options, 'network');
  if ((network === 'NODE' || network === 2) && textAt(value, ['hostname']) !== '')
    problems.push({
      ...spanOf(at(['hostname'])),
      severity: 'warning',
      message: t("a pod on the machine's network has the machine's hostname: this one is not used"),
    });
  const key = 'port_mappings' in value ? 'port_mappings' : 'portMappings';
  const seen = new Map<string, number>();
  for (const [index, mapping] of listIn(value[key]).entries()) {
    const inside = either(mapping, 'container_port', 'containerPort');
    const outside = either(mapping, 'host_port', 'hostPort');
    if (!isPort(inside))
      problems.push({
        ...spanOf(at([key, index])),
        severity: 'error',
        message: t('container_port is a port from 1 to {0}', MAX_PORT),
      });
    if (outside !== undefined && outside !== 0 && !isPort(outside))
      problems.push({
        ...spanOf(at([key, index])),
        severity: 'error',
        message: t('host_port is a port from 1 to {0}', MAX_PORT),
      });
    const name = [either(mapping, 'host_ip', 'hostIp') ?? '', outside, either(mapping, 'protocol') ?? 'TCP'].join(' ');
    if (isPort(outside) && seen.has(name))
      problems.push({
        ...spanOf(at([key, index])),
        severity: 'error',
        message: t('port {0} of the machine is taken twice', String(outside)),
      });
    seen.set(name, index);
  }
  return problems;
}

async function containerProblems({ document, value, root }: ConfigDocument, facts: TargetFacts): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const at = (path: Path): unknown => nodeAt(document, path) ?? root;
  if (textAt(value, ['metadata', 'name']) === '')
    problems.push({
      ...spanOf(at(['metadata'])),
      severity: 'error',
      message: t('metadata.name is missing: a container has a name'),
    });
  const image = textAt(value, ['image', 'image']);
  if (image === '')
    problems.push({
      ...spanOf(at(['image'])),
      severity: 'error',
      message: t('image.image is missing: a container has an image'),
    });
  else if (facts.images !== undefined && !facts.images.includes(image))
    problems.push({
      ...spanOf(at(['image', 'image'])),
      severity: 'information',
      message: t('{0} is not on the target: it is pulled when this runs', image),
      pull: image,
    });
  const key = 'log_path' in value ? 'log_path' : 'logPath';
  const log = textAt(value, [key]);
  if (log.startsWith('/') || log.split('/').includes('..'))
    problems.push({
      ...spanOf(at([key])),
      severity: 'error',
      message: t("log_path is a path below the pod's log_directory, as in {0}", 'web/0.log'),
    });
  for (const [index, mount] of listIn(value['mounts']).entries()) {
    const inside = either(mount, 'container_path', 'containerPath');
    if (typeof inside !== 'string' || !inside.startsWith('/'))
      problems.push({ ...spanOf(at(['mounts', index])), severity: 'error', message: t('container_path is an absolute path') });
    const outside = either(mount, 'host_path', 'hostPath');
    if (typeof outside !== 'string' || outside === '') continue;
    const name = typeof mount === 'object' && mount !== null && 'host_path' in mount ? 'host_path' : 'hostPath';
    if (!outside.startsWith('/'))
      problems.push({ ...spanOf(at(['mounts', index, name])), severity: 'error', message: t('host_path is an absolute path') });
    else if ((await facts.exists?.(outside)) === false)
      problems.push({
        ...spanOf(at(['mounts', index, name])),
        severity: 'hint',
        message: t('{0} does not exist on the target: it is made as a directory', outside),
      });
  }
  return problems;
}

function nodeAt(document: Document, path: Path): unknown {
  return document.getIn(path, true);
}

function either(value: unknown, ...names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const name = names.find((each) => each in value);
  return name === undefined ? undefined : (Reflect.get(value, name) as unknown);
}

function textAt(value: unknown, path: readonly string[]): string {
  const found = path.reduce<unknown>((at, name) => either(at, name), value);
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '';
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isPort(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_PORT;
}
