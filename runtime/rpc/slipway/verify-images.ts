import { FindingKind } from '../../../proto/gen/slipway.ts';
import type { ImageFinding, VerifyImagesRequest, VerifyImagesResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import { nameOf } from '../../image/find-image.ts';
import type { Finding } from '../../image/verify/verify-images.ts';
import type { Call } from '../call.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

const KINDS: Readonly<Record<Finding['kind'], FindingKind>> = {
  'blob-damaged': FindingKind.FINDING_KIND_BLOB_DAMAGED,
  'blob-missing': FindingKind.FINDING_KIND_BLOB_MISSING,
  'layer-damaged': FindingKind.FINDING_KIND_LAYER_DAMAGED,
  'layer-missing': FindingKind.FINDING_KIND_LAYER_MISSING,
  'layer-unknown': FindingKind.FINDING_KIND_LAYER_UNKNOWN,
};

export async function* verifyImages(
  { images }: Pick<RuntimeParts, 'images'>,
  { images: names, repair }: VerifyImagesRequest,
  { signal }: Pick<Call, 'signal'>,
): AsyncGenerator<Input<VerifyImagesResponse>, void, undefined> {
  for await (const report of images.verify({ images: names, repair, signal }))
    yield { ...report, findings: report.findings.map(toFinding) };
}

function toFinding({ kind, digest, detail, isRepaired, advice, images }: Finding): Input<ImageFinding> {
  return { kind: KINDS[kind], digest, detail, repaired: isRepaired, advice, images: images.map(nameOf) };
}
