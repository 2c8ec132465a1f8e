import type { IdMapping, NamespaceOption } from './linux-config.ts';

/** The one range of user ids and the one of group ids that a pod with a user namespace has. */
export interface UserMappings {
  readonly uid: IdMapping;
  readonly gid: IdMapping;
}

/** undefined without a user namespace; the options are validated ones. */
export function userMappings({ usernsOptions }: NamespaceOption): UserMappings | undefined {
  const [uid] = usernsOptions?.uids ?? [];
  const [gid] = usernsOptions?.gids ?? [];
  return usernsOptions?.mode === 'POD' && uid !== undefined && gid !== undefined ? { uid, gid } : undefined;
}

/** The host's ids of the namespace's root: a mapping begins with the container's id 0. */
export function mappedRoot({ uid, gid }: UserMappings): { readonly uid: number; readonly gid: number } {
  return { uid: uid.hostId, gid: gid.hostId };
}
