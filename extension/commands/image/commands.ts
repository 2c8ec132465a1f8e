import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { shortId } from '../../tree/words.ts';
import { command, oneByOne } from '../command.ts';
import type { Command } from '../command.ts';
import { copyLinks } from '../view/copy-link.ts';
import { cleanUpImages } from './clean-up-images.ts';
import { compareImages } from './compare-images.ts';
import { exportImages } from './export-image.ts';
import { importImages } from './import-image.ts';
import { pullImage } from './pull-image.ts';
import { pushImage } from './push-image.ts';
import { confirmRemoveImage, removeImage } from './remove-image.ts';
import { runImage } from './run-image.ts';
import { showHistory } from './show-history.ts';
import { signIn, signOut } from './sign-in.ts';
import { tagImage, untagImage } from './tag-image.ts';
import { verifyImages } from './verify-images.ts';

/** The commands on images and registries. */
export const IMAGE_COMMANDS: readonly Command[] = [
  command({ id: 'slipway.image.pull', on: 'image', optional: true, changes: true, run: pullImage }),
  command({ id: 'slipway.image.run', on: 'image', optional: true, run: runImage }),
  command({
    id: 'slipway.image.runForm',
    on: 'image',
    optional: true,
    // Without an image from the palette the type says that there is one.
    run: ({ documents }, subject: SubjectOf<'image'> | undefined) =>
      documents.openPanel('run', {
        id: subject?.name ?? '',
        name: subject === undefined ? t('Run') : t('Run {0}', subject.name),
      }),
  }),
  command({
    id: 'slipway.image.open',
    on: 'image',
    run: ({ documents }, { name }) => documents.openPanel('image', { id: name, name }),
  }),
  command({ id: 'slipway.image.inspect', on: 'image', run: ({ documents }, subject) => documents.inspect(subject) }),
  command({
    id: 'slipway.image.browse',
    on: 'image',
    run: ({ documents }, { image, name }) => documents.browseFiles({ image: shortId(image.id), path: '/' }, name),
  }),
  command({ id: 'slipway.image.compare', on: 'image', runAll: compareImages }),
  command({ id: 'slipway.image.history', on: 'image', run: showHistory }),
  command({ id: 'slipway.image.copyName', on: 'image', run: ({ ui }, { name }) => ui.copy(name) }),
  command({ id: 'slipway.image.copyLink', on: 'image', runAll: copyLinks }),
  command({ id: 'slipway.image.tag', on: 'image', changes: true, runAll: oneByOne(tagImage) }),
  command({
    id: 'slipway.image.untag',
    on: 'image',
    changes: true,
    run: untagImage,
    accepts: ({ image, name }) => image.tags.includes(name),
  }),
  command({ id: 'slipway.image.push', on: 'image', changes: true, runAll: oneByOne(pushImage) }),
  command({ id: 'slipway.image.export', on: 'image', runAll: exportImages }),
  command({ id: 'slipway.image.import', changes: true, run: importImages }),
  command({ id: 'slipway.image.cleanUp', changes: true, run: cleanUpImages }),
  command({ id: 'slipway.image.verify', changes: true, run: verifyImages }),
  command({ id: 'slipway.registry.signIn', run: signIn }),
  command({ id: 'slipway.registry.signOut', run: signOut }),
  command({
    id: 'slipway.image.remove',
    on: 'image',
    changes: true,
    run: removeImage,
    confirm: confirmRemoveImage,
    progress: ({ name }) => t('Removing {0}', name),
  }),
];
