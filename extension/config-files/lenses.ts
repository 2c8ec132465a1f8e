import { t } from '../l10n.ts';
import type { PodList } from '../target/lists.ts';
import type { ConfigDocument } from './config-text.ts';
import { spanOf } from './config-text.ts';

/** One thing that can be done with a configuration, above its first line. */
export interface Lens {
  /** An offset of the text. */
  readonly at: number;
  readonly title: string;
  readonly command: string;
  /** The file itself, or the id of a pod. */
  readonly argument: 'file' | (string & {});
}

/** A pod can be run, or what runs of it can be stopped and looked at; a file with a container only can join a pod. */
export function lensesOf(documents: readonly ConfigDocument[], known: PodList | undefined): readonly Lens[] {
  const pods = documents.filter(({ kind }) => kind === 'pod');
  if (pods.length === 0)
    return documents.map(({ root }) => ({
      at: spanOf(root).start,
      title: t('$(add) Create in a Pod…'),
      command: 'slipway.pod.addContainerFile',
      argument: 'file',
    }));
  return pods.flatMap(({ root, value }): Lens[] => {
    const at = spanOf(root).start;
    const { name = '', namespace = 'default' } = (value['metadata'] ?? {}) as {
      readonly name?: string;
      readonly namespace?: string;
    };
    const running = known?.pods.find((pod) => pod.name === name && pod.namespace === namespace);
    const run = { at, title: t('$(play) Run Pod'), command: 'slipway.pod.run', argument: 'file' };
    if (running === undefined) return [run];
    const isReady = running.state === 'ready';
    return [
      {
        at,
        title: isReady ? t('$(pass-filled) Running') : t('$(circle-outline) Stopped'),
        command: 'slipway.pod.open',
        argument: running.id,
      },
      { at, title: t('Logs'), command: 'slipway.pod.showLogsPanel', argument: running.id },
      isReady
        ? { at, title: t('Stop'), command: 'slipway.pod.stop', argument: running.id }
        : { at, title: t('Remove'), command: 'slipway.pod.remove', argument: running.id },
    ];
  });
}
