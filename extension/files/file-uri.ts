import type { FilePlace } from '../client/file-calls.ts';

export const FILES_SCHEME = 'slipway-files';

/** The parts of a URI that name a file of a container or image: `slipway-files://<target>/container/<id>/etc/hosts`. */
export interface FileUriParts {
  readonly authority: string;
  readonly path: string;
}

export function fileUriParts(target: string, place: FilePlace): FileUriParts {
  const [kind, id] = 'image' in place ? ['image', place.image] : ['container', place.containerId];
  return { authority: Buffer.from(target).toString('hex'), path: `/${kind}/${id}${place.path === '/' ? '' : place.path}` };
}

/** undefined for what is no such URI. */
export function placeOfUri({
  authority,
  path,
}: FileUriParts): { readonly target: string; readonly place: FilePlace } | undefined {
  const [, kind, id, rest = ''] = /^\/(container|image)\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (kind === undefined || id === undefined) return undefined;
  const inside = rest === '' ? '/' : rest;
  const target = Buffer.from(authority, 'hex').toString();
  return { target, place: kind === 'image' ? { image: id, path: inside } : { containerId: id, path: inside } };
}
