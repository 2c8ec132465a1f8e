import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../runtime/base/logger.ts';
import { withRollback } from '../../runtime/base/undo.ts';
import { createFailingHost, sweep } from './failure-sweep.ts';
import { createScriptedHost } from './scripted-host.ts';

describe('sweep', () => {
  it('passes an act that takes everything back, whichever call fails', async () => {
    const { host, act, left, clear } = makeDirectoryWithFile({ forgetsTheFile: false });
    const calls = await sweep(act, { host, clear, check: () => expect(left()).toEqual([]) });
    expect(calls).toEqual(['files.makeDirectory /a', 'files.write /a/file', 'exec touch-up /a']);
  });

  it('names the call after which something was left', async () => {
    const { host, act, left, clear } = makeDirectoryWithFile({ forgetsTheFile: true });
    await expect(sweep(act, { host, clear, check: () => expect(left()).toEqual([]) })).rejects.toThrow(
      /call 1 \(files\.write \/a\/file\) failing before/,
    );
  });

  it('fails every later call, undos included, in the mode onwards', async () => {
    const { host, act, left, clear } = makeDirectoryWithFile({ forgetsTheFile: false });
    const seen: number[] = [];
    await sweep(act, {
      host,
      clear,
      modes: ['onwards'],
      check: async () => {
        seen.push(left().length);
        await clear();
      },
    });
    expect(seen).toEqual([0, 1, 2]);
  });
});

function makeDirectoryWithFile({ forgetsTheFile }: { forgetsTheFile: boolean }) {
  const scripted = createScriptedHost();
  scripted.program(['touch-up'], {});
  const host = createFailingHost(scripted);
  const act = (): Promise<void> =>
    withRollback({ log: silentLogger }, async (undo) => {
      undo.add('remove /a', () => (forgetsTheFile ? undefined : host.files.remove('/a')));
      await host.files.makeDirectory('/a');
      await host.files.write('/a/file', 'content');
      await host.exec(['touch-up', '/a']);
      if (forgetsTheFile) undo.add('remove /a', () => host.files.remove('/a'));
    });
  const left = (): string[] => scripted.paths().filter((path) => path.startsWith('/a'));
  return { host, act, left, clear: () => scripted.files.remove('/a') };
}
