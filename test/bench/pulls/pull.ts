import { setTimeout as sleep } from 'node:timers/promises';
import type { CriClient } from '../../support/cri-client.ts';
import type { Samples } from '../samples.ts';

/** One cold pull (an image that is there is removed first); the image is left in the store. Answers the image's id. */
export async function pull(cri: CriClient, samples: Samples, reference: string): Promise<string> {
  const image = { image: reference, userSpecifiedImage: reference };
  const { image: known } = await cri.images.ImageStatus({ image });
  if (known !== undefined) await samples.time('RemoveImage', () => cri.images.RemoveImage({ image }));
  // The removal's disk work is not the pull's.
  await sleep(2000);
  const { imageRef } = await samples.time('PullImage', () => cri.images.PullImage({ image }));
  return imageRef;
}
