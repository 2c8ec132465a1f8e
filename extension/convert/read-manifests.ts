import { RpcError, messageOf } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';
import { hasPod } from './kubernetes-pod.ts';
import type { Json } from './pod-plan.ts';
import { isObject, text } from './pod-plan.ts';

/** What a file can be: something of Kubernetes with a pod in it, or one of CRI's own configurations. */
export interface Manifest {
  readonly kind: 'kubernetes' | 'pod-config' | 'container-config';
  /** "Deployment web" */
  readonly title: string;
  readonly document: Json;
}

/** All manifests of a YAML or JSON text, in its order; lists of Kubernetes are opened up. Throws invalid-argument with the line. */
export async function readManifests(source: string, name: string): Promise<readonly Manifest[]> {
  const { parseAllDocuments } = await import('yaml');
  const parsed = parseAllDocuments(source);
  const documents = Array.isArray(parsed) ? parsed : [];
  return documents.flatMap((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw new RpcError('invalid-argument', `${name}: ${messageOf(problem).split('\n')[0] ?? ''}`);
    return manifestsIn(document.toJS());
  });
}

function manifestsIn(value: unknown): readonly Manifest[] {
  if (!isObject(value)) return [];
  if (value['kind'] === 'List' && Array.isArray(value['items'])) return value['items'].flatMap(manifestsIn);
  const metadata = isObject(value['metadata']) ? value['metadata'] : {};
  const name = text(metadata['name']) ?? '';
  if (hasPod(value)) return [{ kind: 'kubernetes', title: `${String(value['kind'])} ${name}`, document: value }];
  if ('kind' in value || !('metadata' in value)) return [];
  const isContainer = 'image' in value;
  return [
    {
      kind: isContainer ? 'container-config' : 'pod-config',
      title: `${isContainer ? t('container') : t('pod')} ${name}`,
      document: value,
    },
  ];
}
