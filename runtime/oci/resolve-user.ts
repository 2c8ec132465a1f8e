import type { ContainerConfig } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';

export interface ResolvedUser {
  readonly uid: number;
  readonly gid: number;
  readonly supplementalGroups: readonly number[];
  /** '' when /etc/passwd does not have it. */
  readonly home: string;
}

export interface UserFiles {
  /** Text of the image's /etc/passwd, '' when absent. */
  readonly passwd: string;
  readonly group: string;
}

interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/**
 * Who the container runs as: run_as_user or run_as_username, else the image's USER, else root; the groups by the policy.
 * Throws invalid-argument for a name that the image does not have, and for run_as_group alone.
 */
export function resolveUser(config: ContainerConfig, imageUser: string, files: UserFiles): ResolvedUser {
  const context = config.securityContext;
  if (context.runAsGroup !== undefined && context.runAsUser === undefined && context.runAsUsername === '') {
    throw new CriError('invalid-argument', 'run_as_group is set without run_as_user or run_as_username', {
      hint: 'set run_as_user too',
    });
  }
  if (context.runAsUser !== undefined && context.runAsUsername !== '') {
    throw new CriError(
      'invalid-argument',
      `run_as_user and run_as_username ${JSON.stringify(context.runAsUsername)} are both set`,
      {
        hint: 'set one of them',
      },
    );
  }
  const [imageName = '', imageGroup = ''] = imageUser.split(':');
  const own = context.runAsUser !== undefined || context.runAsUsername !== '';
  const entry = findUser(parsePasswd(files.passwd), context, imageName);
  const gid = context.runAsGroup ?? (own || imageGroup === '' ? entry.gid : findGroup(files.group, imageGroup));
  const groups = new Set(context.supplementalGroups);
  if (context.supplementalGroupsPolicy === 'Merge') for (const extra of memberships(files.group, entry.name)) groups.add(extra);
  groups.add(gid);
  return { uid: entry.uid, gid, supplementalGroups: [...groups].sort((a, b) => a - b), home: entry.home };
}

/** A number asked for is never a name, and a name asked for never a number; in an image the same word may be either. */
function findUser(
  passwd: readonly PasswdEntry[],
  { runAsUser, runAsUsername }: ContainerConfig['securityContext'],
  imageName: string,
): PasswdEntry {
  if (runAsUser !== undefined) return byUid(passwd, runAsUser);
  const wanted = runAsUsername || imageName || '0';
  const named = passwd.find((entry) => entry.name === wanted);
  if (named !== undefined) return named;
  if (runAsUsername === '' && /^\d{1,10}$/.test(wanted)) return byUid(passwd, Number(wanted));
  throw new CriError('invalid-argument', `user ${JSON.stringify(wanted)} is not in the image's /etc/passwd`, {
    hint: 'give a numeric user, or use an image that has this one',
  });
}

function byUid(passwd: readonly PasswdEntry[], uid: number): PasswdEntry {
  return passwd.find((entry) => entry.uid === uid) ?? { name: '', uid, gid: 0, home: '' };
}

function findGroup(text: string, wanted: string): number {
  const gid = lines(text).find(([name]) => name === wanted)?.[2] ?? wanted;
  if (/^\d{1,10}$/.test(gid)) return Number(gid);
  throw new CriError('invalid-argument', `group ${JSON.stringify(wanted)} is not in the image's /etc/group`, {
    hint: 'give a numeric group, or use an image that has this one',
  });
}

function memberships(text: string, user: string): number[] {
  if (user === '') return [];
  return lines(text)
    .filter(([, , gid, members]) => /^\d{1,10}$/.test(gid ?? '') && (members ?? '').split(',').includes(user))
    .map(([, , gid]) => Number(gid));
}

function parsePasswd(text: string): PasswdEntry[] {
  return lines(text).flatMap(([name = '', , uid = '', gid = '', , home = '']) =>
    /^\d{1,10}$/.test(uid) && /^\d{1,10}$/.test(gid) ? [{ name, uid: Number(uid), gid: Number(gid), home }] : [],
  );
}

function lines(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.trim().split(':'));
}
