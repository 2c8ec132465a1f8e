import type { PlanCleanUpRequest, PlanCleanUpResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import { nameOf } from '../../image/find-image.ts';
import { fromCleanUpRules, toKept } from './clean-up-rules.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { toImage } from '../to-image.ts';

export async function planCleanUp(
  { images }: Pick<RuntimeParts, 'images'>,
  request: PlanCleanUpRequest,
): Promise<Input<PlanCleanUpResponse>> {
  const { candidates, kept, freedBytes } = await images.planCleanUp(fromCleanUpRules(request.rules));
  return {
    candidates: candidates.map(({ image, dependants, ...bytes }) => ({
      ...bytes,
      image: toImage(image),
      addedAtNs: image.createdAtNs,
      dependants: dependants.map(nameOf),
    })),
    kept: kept.map(toKept),
    freedBytes,
  };
}
