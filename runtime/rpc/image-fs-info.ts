import type { ImageFsInfoRequest, ImageFsInfoResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** Layers of containers are on the same file system as images, so only that is told. */
export async function imageFsInfo(
  { images, clock }: RuntimeParts,
  _request: ImageFsInfoRequest,
): Promise<Input<ImageFsInfoResponse>> {
  const { mountpoint, usedBytes, inodesUsed } = await images.usage();
  return {
    imageFilesystems: [
      { timestamp: clock.nowNs(), fsId: { mountpoint }, usedBytes: { value: usedBytes }, inodesUsed: { value: inodesUsed } },
    ],
  };
}
