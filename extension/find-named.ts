import { RpcError, isRpcError, messageOf } from './client/rpc-error.ts';
import type { Image, Pod } from './client/types.ts';
import { t } from './l10n.ts';
import type { ListedContainer } from './target/lists.ts';
import type { Session } from './target/session.ts';

const SHORTEST_ID = 6;

/** The container that a person or a program means: by id, by the first letters of it, or by name. Throws not-found, or failed-precondition for several. */
export async function containerNamed(session: Session, text: string): Promise<ListedContainer> {
  await session.pods.refresh();
  const found = meant(listOf(session.pods.snapshot).containers, text);
  // Earlier attempts have the name of the one that runs.
  const running = found.filter(({ state }) => state === 'running');
  return only(running.length === 1 ? running : found, { text, missing: t('there is no container {0}', text) });
}

/** The same for a pod. */
export async function podNamed(session: Session, text: string): Promise<Pod> {
  await session.pods.refresh();
  return only(meant(listOf(session.pods.snapshot).pods, text), { text, missing: t('there is no pod {0}', text) });
}

/** The same for an image, which has names and digests as well. */
export async function imageNamed(session: Session, text: string): Promise<Image> {
  await session.images.refresh();
  const { images } = listOf(session.images.snapshot);
  const found = images.filter(
    ({ id, tags, digests }) =>
      [id, id.replace(/^sha256:/, '')].some((each) => startsWithId(each, text)) ||
      [...tags, ...digests].some(
        (name) => name === text || name === `docker.io/library/${text}` || name === `docker.io/${text}`,
      ) ||
      tags.includes(`docker.io/library/${text}:latest`) ||
      tags.includes(`${text}:latest`),
  );
  return only(found, { text, missing: t('there is no image {0}', text) });
}

/** The fresh list, or the reason why there is none. */
export function listOf<T>(snapshot: { readonly value: T | undefined; readonly error: unknown }): T {
  if (isRpcError(snapshot.error)) throw snapshot.error;
  if (snapshot.error !== undefined) throw new RpcError('internal', messageOf(snapshot.error), { cause: snapshot.error });
  if (snapshot.value === undefined) throw new RpcError('unavailable', t('the runtime has not answered yet'));
  return snapshot.value;
}

function meant<T extends { readonly id: string; readonly name: string }>(all: readonly T[], text: string): readonly T[] {
  const exact = all.filter(({ id }) => id === text);
  if (exact.length > 0) return exact;
  const named = all.filter(({ name }) => name === text);
  return named.length > 0 ? named : all.filter(({ id }) => startsWithId(id, text));
}

function startsWithId(id: string, text: string): boolean {
  return text.length >= SHORTEST_ID && id.startsWith(text);
}

function only<T extends { readonly id: string }>(
  found: readonly T[],
  { text, missing }: { readonly text: string; readonly missing: string },
): T {
  const [first, ...more] = found;
  if (first === undefined) throw new RpcError('not-found', missing);
  if (more.length === 0) return first;
  throw new RpcError('failed-precondition', t('{0} names several', text), {
    hint: t('say which by its id: {0}', found.map(({ id }) => id.slice(0, 13)).join(', ')),
  });
}
