import type { HistoryEntry } from '../client/image-calls.ts';
import { RpcError, isRpcError } from '../client/rpc-error.ts';
import type { RuntimeClient } from '../client/runtime-client.ts';
import { t } from '../l10n.ts';

export type InspectFormat = 'json' | 'yaml';

export interface Inspected {
  readonly kind: string;
  readonly id: string;
  readonly format: InspectFormat;
}

/** Everything a runtime says of one thing; the `info` texts are opened up where they are JSON themselves. */
export async function inspectText(client: RuntimeClient, { kind, id, format }: Inspected): Promise<string> {
  const value = openInfo(await ask(client, kind, id));
  if (format === 'json') return `${JSON.stringify(value, undefined, 2)}\n`;
  const { stringify } = await import('yaml');
  return stringify(value);
}

async function ask(client: RuntimeClient, kind: string, id: string): Promise<object> {
  switch (kind) {
    case 'pod':
      return client.podStatus(id);
    case 'container':
      return client.containerStatus(id);
    case 'image': {
      const image = await client.imageStatus(id);
      if (image === undefined) throw new RpcError('not-found', t('image {0} is not there any more', id));
      return { ...image, history: await historyOf(client, id) };
    }
    default: {
      const [version, status, disk] = await Promise.all([client.version(), client.status(), client.diskUsage()]);
      return { version, ...status, imageFileSystem: disk };
    }
  }
}

/** Nothing where the runtime has no call for it. */
async function historyOf(client: RuntimeClient, id: string): Promise<readonly HistoryEntry[] | undefined> {
  try {
    return await client.imageHistory(id);
  } catch (error) {
    if (isRpcError(error, 'unimplemented')) return undefined;
    throw error;
  }
}

function openInfo(value: object): object {
  if (!('info' in value) || typeof value.info !== 'object' || value.info === null) return value;
  return { ...value, info: Object.fromEntries(Object.entries(value.info).map(([name, text]) => [name, parsed(text)])) };
}

/** JSON text as the value it stands for; other text as it is. */
export function parsed(text: unknown): unknown {
  if (typeof text !== 'string' || !/^[[{]/.test(text.trim())) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
