import { RpcError } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';

export type LinkKind = 'container' | 'pod' | 'image' | 'logs' | 'view';

/** What a link opens; it never acts. */
export interface ViewLink {
  readonly kind: LinkKind;
  /** An id or a name; for a view the last word of its id. */
  readonly name: string;
}

const KINDS: readonly string[] = ['container', 'pod', 'image', 'logs', 'view'] satisfies readonly LinkKind[];
const LINKED_VIEWS = ['targets', 'pods', 'images', 'activity'];

/** The path of a link: `/container/ID`, `/image/registry%2Fapp%3A1`. */
export function linkPath({ kind, name }: ViewLink): string {
  return `/${kind}/${encodeURIComponent(name)}`;
}

/** Reads the path of a link. `path` is decoded already, as VS Code hands it over. Throws invalid-argument. */
export function parseLink(path: string): ViewLink {
  const [, kind = '', name = ''] = /^\/([a-z]+)\/(.+)$/.exec(path) ?? [];
  const isView = kind === 'view';
  // A name is shown in messages and asked for in lists: nothing else is done with it.
  if (!isKind(kind) || !/^[\w][\w.:/@+-]{0,511}$/.test(name) || (isView && !LINKED_VIEWS.includes(name)))
    throw new RpcError('invalid-argument', t('this link leads nowhere'), {
      hint: t('a link names a container, a pod, an image, logs or a view'),
    });
  return { kind, name };
}

function isKind(text: string): text is LinkKind {
  return KINDS.includes(text);
}
