import { connectCri } from './cri-client.ts';
import { buildSampleImage, SAMPLE_NAME } from './sample-image.ts';
import { ociArchive } from './image-builder.ts';

const CHUNK_BYTES = 256 * 1024;

/** Imports the sample image where it is not there, or another one has its name; answers one line about it. */
export async function seedSampleImage(socket: string): Promise<string> {
  const cri = connectCri(socket);
  try {
    const built = await buildSampleImage();
    const { image } = await cri.images.ImageStatus({ image: { image: SAMPLE_NAME } });
    if (image?.id === built.config.digest) return `${SAMPLE_NAME} is there`;
    await cri.slipway.ImportImage(requests(await ociArchive([{ image: built, names: [SAMPLE_NAME] }])));
    return `${SAMPLE_NAME} was imported`;
  } finally {
    cri.close();
  }
}

function* requests(archive: Buffer): Generator<{ header?: { names: string[] }; chunk?: Uint8Array }> {
  yield { header: { names: [SAMPLE_NAME] } };
  for (let at = 0; at < archive.length; at += CHUNK_BYTES) yield { chunk: archive.subarray(at, at + CHUNK_BYTES) };
}
