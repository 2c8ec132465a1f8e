import { t } from '../../l10n.ts';
import type { CommandContext } from '../command.ts';

const NETWORK = /^([\d.]+|[\da-fA-F:]+)\/\d{1,3}$/;

/** Says which addresses pods get from now on, as a kubelet does. */
export async function setPodCidr({ session, ui }: CommandContext): Promise<void> {
  const given = await ui.ask({
    title: t('Update Pod CIDR'),
    prompt: t('The network of pods from now on, or one of each family; pods that run keep theirs'),
    placeholder: '10.244.0.0/24,fd00:10:244::/64',
    check: (text) =>
      text.split(',').every((part) => NETWORK.test(part.trim())) ? undefined : t('Write it as in {0}', '10.244.0.0/24'),
  });
  if (given === undefined) return;
  await session.client.updatePodCidr(given.replaceAll(/\s/g, ''));
  ui.note(t('New pods have addresses of {0}', given));
}
