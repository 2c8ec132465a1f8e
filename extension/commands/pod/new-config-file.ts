import { CONTAINER_TEMPLATE, POD_TEMPLATE } from '../../config-files/templates.ts';
import { t } from '../../l10n.ts';
import type { CommandContext } from '../command.ts';

/** A configuration file of CRI to begin with, which is saved where the person wants it. */
export async function newConfigFile({ ui, documents }: CommandContext): Promise<void> {
  const kind = await ui.pick<'pod' | 'container'>({
    title: t('New Configuration File'),
    placeholder: t('What does it describe?'),
    items: [
      { label: t('A pod with a container'), description: 'web.pod.yaml', icon: 'package', value: 'pod' },
      {
        label: t('A container for a pod that is there'),
        description: 'tool.container.yaml',
        icon: 'symbol-field',
        value: 'container',
      },
    ],
  });
  if (kind === undefined) return;
  await documents.newFile(
    kind === 'pod' ? { name: 'web.pod.yaml', text: POD_TEMPLATE } : { name: 'tool.container.yaml', text: CONTAINER_TEMPLATE },
  );
}
