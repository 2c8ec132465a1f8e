import { t } from '../../l10n.ts';

/** Why a text cannot be the name of an image; undefined when it can. The runtime has the last word. */
export function imageNameProblem(text: string): string | undefined {
  const name = text.trim();
  if (name === '') return t('Give a name, such as busybox or localhost:5000/app:1.0');
  if (/\s/.test(name)) return t('A name has no spaces');
  if (/^[a-z]+:\/\//.test(name)) return t('Leave out the protocol');
  const path = name.split('@')[0]?.replace(/:[^/:]*$/, '') ?? '';
  const [first = '', ...rest] = path.split('/');
  const isHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
  if ((isHost ? rest.join('/') : path) !== (isHost ? rest.join('/') : path).toLowerCase())
    return t('The name of a repository is in lower case');
  return undefined;
}

/** A name for a container or a pod, from the last word of an image's name. */
export function containerNameOf(image: string): string {
  const word = image.split('@')[0]?.split('/').at(-1)?.split(':')[0] ?? '';
  const name = word
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return name === '' ? 'container' : name;
}

/** The name as a narrow place has room for it: without the registry. */
export function withoutRegistry(name: string): string {
  const [first = '', ...rest] = name.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? rest.join('/') : name;
}
