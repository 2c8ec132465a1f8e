import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContainerRecord } from '../../../runtime/base/container.ts';
import { reopenLog } from '../../../runtime/container/reopen-log.ts';
import { createContainerBed, type ContainerBed } from '../../support/container-bed.ts';

const LOG = '/logs/main.log';
let bed: ContainerBed;
let record: ContainerRecord;

beforeEach(async () => {
  bed = createContainerBed();
  record = await bed.add({ logPath: LOG });
  const { files } = bed.host;
  await files.makeDirectory('/logs');
  await files.write(`/proc/${String(record.conmon.pid)}/exe`, '');
  const bundle = bed.context.paths.bundle(record.id);
  await files.makeDirectory(bundle);
  await files.write(`${bundle}/ctl`, '');
});

afterEach(() => {
  bed.close();
});

/** Lets conmon end when it is told to reopen, before or after it has obeyed. */
function reopenAtTheEnd({ obeys }: { readonly obeys: boolean }): Promise<void> {
  const { files } = bed.host;
  const writePipe = async (): Promise<void> => {
    if (obeys) await files.rename(`${LOG}.tmp`, LOG);
    await files.remove(`/proc/${String(record.conmon.pid)}`);
  };
  return reopenLog({ ...bed.context, host: { ...bed.host, files: { ...files, writePipe } } }, record.id);
}

describe('a log whose container ends while it is reopened', () => {
  test('is reopened when conmon has obeyed right before its end', async () => {
    await reopenAtTheEnd({ obeys: true });
    expect(await bed.host.files.list('/logs')).toEqual(['main.log']);
  });

  test('is not reopened when conmon has ended before, and there is no new file', async () => {
    await expect(reopenAtTheEnd({ obeys: false })).rejects.toMatchObject({ code: 'failed-precondition' });
    expect(await bed.host.files.list('/logs')).toEqual([]);
  });
});
