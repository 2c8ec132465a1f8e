import type { Image } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { ImageConfig, ImageRecord } from '../base/image-record.ts';

/** One image as CRI shows it. */
export function toImage(record: ImageRecord): Input<Image> {
  return {
    id: record.id,
    repoTags: record.repoTags,
    repoDigests: record.repoDigests,
    size: record.sizeBytes,
    ...toUser(record.config),
    pinned: record.pinned,
  };
}

/** uid or user name, never both; the group part goes. An image without a user runs as root. */
function toUser({ user }: ImageConfig): Pick<Input<Image>, 'uid' | 'username'> {
  const [name = ''] = user.split(':');
  if (name === '') return { uid: { value: 0 } };
  return /^\d+$/.test(name) ? { uid: { value: Number(name) } } : { username: name };
}
