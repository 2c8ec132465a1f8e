import type { ContainerRecord } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { quoted } from './fields.ts';

/** The pod of that id or unique prefix. Throws not-found. */
export function podOrThrow({ pods }: Pick<RuntimeParts, 'pods'>, id: string): SandboxRecord {
  const record = pods.find(id);
  if (record !== undefined) return record;
  throw new CriError('not-found', `pod sandbox ${quoted(id)} does not exist`);
}

/** The container of that id or unique prefix; one still being made is not there yet. Throws not-found. */
export function containerOrThrow({ containers }: Pick<RuntimeParts, 'containers'>, id: string): ContainerRecord {
  const record = containers.find(id);
  if (record !== undefined && record.state !== 'creating') return record;
  throw new CriError('not-found', `container ${quoted(id)} does not exist`);
}
