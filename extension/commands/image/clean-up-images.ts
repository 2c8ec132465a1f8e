import type { CleanUpCandidate, CleanUpPlan } from '../../client/image-calls.ts';
import { ageOf, count, shortId, sizeOf } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';
import { t } from '../../l10n.ts';

/** Shows what nothing uses, with the bytes that go with it; removes what is chosen. Images without a tag are chosen from the start. */
export async function cleanUpImages({ session, ui }: CommandContext): Promise<void> {
  const plan = await session.client.planCleanUp();
  if (plan.candidates.length === 0) {
    ui.tell(t('Nothing to clean up{0}', keptWords(plan)));
    return;
  }
  const chosen = await ui.pickMany({
    title: t('Clean Up Images'),
    placeholder: t('Choose what to remove{0}', keptWords(plan)),
    items: plan.candidates.map((candidate) => ({
      label: labelOf(candidate),
      description: `${sizeOf(candidate.freedBytes)} · ${ageOf(candidate.addedAt, Date.now())}`,
      detail: detailOf(candidate),
      icon: 'package',
      picked: candidate.image.tags.length === 0,
      value: candidate,
    })),
  });
  if (chosen === undefined || chosen.length === 0) return;
  const question = `Remove ${count(chosen.length, 'image')}?`;
  const detail = chosen.map((candidate) => `${labelOf(candidate)} (${sizeOf(candidate.freedBytes)})`).join('\n');
  if (!(await ui.confirm({ question, detail, action: t('Remove') }))) return;
  const result = await session.client.cleanUpImages(chosen.map(({ image }) => image.id));
  const kept = chosen.length - result.removed;
  ui.tell(
    t(
      'Removed {0}, {1} free{2}',
      count(result.removed, 'image'),
      sizeOf(result.freedBytes),
      kept === 0 ? '' : `; ${count(kept, 'image')} came into use meanwhile and stayed`,
    ),
  );
}

function labelOf({ image }: CleanUpCandidate): string {
  return image.tags.length > 0 ? image.tags.join(', ') : `<none> ${shortId(image.digests[0]?.split('@')[1] ?? image.id)}`;
}

function detailOf({ sharedBytes, dependants }: CleanUpCandidate): string {
  return dependants.length === 0 ? 'shares nothing' : `${sizeOf(sharedBytes)} stay, shared with ${dependants.join(', ')}`;
}

function keptWords({ kept }: CleanUpPlan): string {
  const words = (['in use', 'pinned'] as const).flatMap((reason) => {
    const n = kept.filter((each) => each.reason === reason).length;
    return n === 0 ? [] : [`${n} ${reason}`];
  });
  return words.length === 0 ? '' : `: ${words.join(', ')} ${kept.length === 1 ? 'stays' : 'stay'}`;
}
