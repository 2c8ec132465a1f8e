import { KeptReason } from '../../../proto/gen/slipway.ts';
import type { CleanUpRules as WireRules, KeptImage } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { CleanUpRules } from '../../image/clean-up/plan-clean-up.ts';
import type { Kept } from '../../image/usage/image-users.ts';
import { enumName, invalidField } from '../fields.ts';
import { toImage } from '../to-image.ts';

/** Absent rules mean every image without a tag. */
export function fromCleanUpRules(rules: WireRules | undefined): CleanUpRules {
  const { scope = 0, olderThanSeconds = 0, largerThanBytes = 0, freeBytes = 0 } = rules ?? {};
  if (olderThanSeconds < 0) throw invalidField('rules.older_than_seconds', `is ${olderThanSeconds}, which is not an age`);
  return { scope: enumName(['dangling', 'unused'] as const, scope, 'rules.scope'), olderThanSeconds, largerThanBytes, freeBytes };
}

export function toKept({ image, reason, containers }: Kept): Input<KeptImage> {
  return {
    image: toImage(image),
    reason: reason === 'pinned' ? KeptReason.KEPT_REASON_PINNED : KeptReason.KEPT_REASON_IN_USE,
    containerIds: containers,
  };
}
