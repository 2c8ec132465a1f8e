import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { command, oneByOne } from '../command.ts';
import type { Command } from '../command.ts';
import { compareEntry } from '../container/compare-files.ts';
import { confirmDelete, deleteEntry, newFile, newFolder, renameEntry } from './change-files.ts';
import { copyEntriesOut, copyInto } from './copy-files.ts';

/** The commands on lines of the Files view. */
export const FILE_COMMANDS: readonly Command[] = [
  command({
    id: 'slipway.file.refresh',
    run: async ({ documents }) => {
      documents.refreshFiles();
    },
  }),
  command({ id: 'slipway.file.new', on: 'entry', run: newFile, accepts: isWritableFolder }),
  command({ id: 'slipway.file.newFolder', on: 'entry', run: newFolder, accepts: isWritableFolder }),
  command({ id: 'slipway.file.copyInto', on: 'entry', run: copyInto, accepts: isWritableFolder }),
  command({ id: 'slipway.file.copyOut', on: 'entry', runAll: copyEntriesOut }),
  command({
    id: 'slipway.file.compare',
    on: 'entry',
    run: compareEntry,
    accepts: ({ place, directory }) => 'containerId' in place && !directory,
  }),
  command({ id: 'slipway.file.rename', on: 'entry', runAll: oneByOne(renameEntry), accepts: isWritable }),
  command({
    id: 'slipway.file.copyPath',
    on: 'entry',
    runAll: ({ ui }, entries) => ui.copy(entries.map(({ place }) => place.path).join('\n')),
  }),
  command({
    id: 'slipway.file.delete',
    on: 'entry',
    confirm: confirmDelete,
    run: deleteEntry,
    progress: ({ name }) => t('Deleting {0}', name),
    accepts: isWritable,
  }),
];

function isWritable({ readOnly }: SubjectOf<'entry'>): boolean {
  return !readOnly;
}

function isWritableFolder({ readOnly, directory }: SubjectOf<'entry'>): boolean {
  return !readOnly && directory;
}
