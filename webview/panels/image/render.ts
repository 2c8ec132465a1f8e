import { bytesText } from '../../components/amounts.ts';
import { factList } from '../../components/fact-list.ts';
import { actionButtons, linkButton, pageHeader } from '../../components/header.ts';
import { pairTable } from '../../components/pairs.ts';
import { nothing, section } from '../../components/section.ts';
import { table } from '../../components/table.ts';
import { duration, when } from '../../components/times.ts';
import { t } from '../../l10n.ts';
import type { ImageAction, ImageConfigView, ImageView, SharedLayers } from '../../protocol.ts';
import { layerBars } from './layer-bars.ts';
import type { LayerFilesPart } from './layer-files.ts';
import { plainStep } from './plain-step.ts';

export interface RenderOptions {
  readonly nowMs: number;
  readonly act: (action: ImageAction) => void;
  readonly openContainer: (container: { readonly id: string; readonly name: string }) => void;
  readonly shared: SharedLayers;
  readonly files: LayerFilesPart;
  readonly chooseLayer: (layer: number | undefined) => void;
}

/** The whole panel for one image, as elements. */
export function renderImage(image: ImageView, options: RenderOptions): readonly HTMLElement[] {
  const { config, layers, history } = image;
  return [
    header(image, options),
    section(t('Overview'), overview(image)),
    section(
      t('Layers'),
      layers.length === 0
        ? nothing(t('The runtime does not say.'))
        : layerBars(layers, {
            shared: options.shared,
            chosen: options.files.layer,
            choose: image.hasLayerFiles ? options.chooseLayer : undefined,
          }),
      layers.length,
    ),
    options.files.element,
    ...(config === undefined ? [] : [section(t('What runs'), configFacts(config))]),
    ...(config === undefined || config.env.length === 0
      ? []
      : [section(t('Environment'), pairTable(t('Variable'), config.env, ''), config.env.length)]),
    section(t('Used by'), users(image, options), image.users.length),
    ...(history.length === 0 ? [] : [section(t('History'), historyTable(image, options), history.length)]),
    ...(config === undefined
      ? []
      : [section(t('Labels'), pairTable(t('Label'), config.labels, t('No labels.')), config.labels.length)]),
  ];
}

function header(image: ImageView, { act }: RenderOptions): HTMLElement {
  return pageHeader({
    title: image.name,
    badges: image.pinned ? [t('pinned')] : [],
    actions: actionButtons(
      [
        [t('Run…'), 'run'],
        [t('Run in Form…'), 'runForm'],
        [t('Browse Files'), 'browse'],
        [t('Tag…'), 'tag'],
        [t('Push…'), 'push'],
        [t('Export…'), 'export'],
        [t('Compare…'), 'compare'],
        [t('Inspect'), 'inspect'],
        [t('Copy Name'), 'copyName'],
        [t('Remove…'), 'remove'],
      ],
      act,
    ),
  });
}

function overview(image: ImageView): HTMLElement {
  return factList([
    { name: t('Tags'), value: image.tags.join('\n'), code: true },
    { name: t('Digests'), value: image.digests.join('\n'), code: true },
    { name: t('Platform'), value: image.platform },
    { name: t('Size'), value: image.sizeBytes === 0 ? '' : bytesText(image.sizeBytes) },
    { name: t('Built'), value: when(image.createdAt) },
    { name: t('Image ID'), value: image.id, code: true },
  ]);
}

function configFacts(config: ImageConfigView): HTMLElement {
  return factList([
    { name: t('Entrypoint'), value: config.entrypoint.join(' '), code: true },
    { name: t('Command'), value: config.cmd.join(' '), code: true },
    { name: t('Working directory'), value: config.workingDir, code: true },
    { name: t('User'), value: config.user === '' ? 'root' : config.user, code: true },
    { name: t('Ports'), value: config.ports.join(', '), code: true },
    { name: t('Volumes'), value: config.volumes.join(', '), code: true },
    { name: t('Stop signal'), value: config.stopSignal, code: true },
  ]);
}

function users({ users: list }: ImageView, { openContainer }: RenderOptions): HTMLElement {
  if (list.length === 0) return nothing(t('No container uses it.'));
  return table(
    [t('Container'), t('State')],
    list.map((user) => ({
      key: user.id,
      cells: [
        linkButton(user.name, () => {
          openContainer(user);
        }),
        stateText(user.state),
      ],
    })),
  );
}

function stateText(state: ImageView['users'][number]['state']): string {
  switch (state) {
    case 'running':
      return t('running');
    case 'created':
      return t('created');
    case 'exited':
      return t('exited');
    case 'unknown':
      return t('unknown');
  }
}

/** The newest first, as a history is read. */
function historyTable({ history }: ImageView, { nowMs }: RenderOptions): HTMLElement {
  const rows = history.toReversed().map((step, at) => ({
    key: String(at),
    cells: [
      step.createdAt === 0 ? '' : t('{0} ago', duration(nowMs - step.createdAt)),
      step.makesLayer && step.sizeBytes > 0 ? bytesText(step.sizeBytes) : '',
      [plainStep(step.createdBy), step.comment].filter((text) => text !== '').join('  # '),
    ],
  }));
  return table([t('Made'), t('Size'), t('Step')], rows);
}
