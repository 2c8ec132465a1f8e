import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../runtime/base/logger.ts';
import { withRollback, type RollbackOptions } from '../../../runtime/base/undo.ts';

describe('withRollback', () => {
  it('forgets the undos of an act that succeeded', async () => {
    const { log, options } = watched();
    const result = await withRollback(options, (undo) => {
      undo.add('undo', () => void log.push('undone'));
      return Promise.resolve('result');
    });
    expect([result, log]).toEqual(['result', []]);
  });

  it('undoes in reverse, one after another, and throws the first error', async () => {
    const { log, options } = watched();
    const failing = withRollback(options, async (undo) => {
      for (const name of ['first', 'second']) {
        undo.add(name, async () => {
          log.push(`${name} begins`);
          await new Promise(setImmediate);
          log.push(`${name} ends`);
        });
      }
      await Promise.reject(new Error('third failed'));
    });
    await expect(failing).rejects.toThrow('third failed');
    expect(log).toEqual(['second begins', 'second ends', 'first begins', 'first ends']);
  });

  it('stops at the first undo that fails, says so, and still throws the error of the act', async () => {
    const { log, lines, options } = watched();
    const failing = withRollback({ ...options, onIncomplete: (error) => void log.push(String(error)) }, async (undo) => {
      undo.add('delete the record', () => void log.push('record deleted'));
      undo.add('delete the network', () => {
        throw new Error('plugin gone');
      });
      await Promise.reject(new Error('no memory'));
    });
    await expect(failing).rejects.toThrow('no memory');
    expect(log).toEqual(['Error: plugin gone']);
    expect(lines.join('')).toContain('could not delete the network');
  });

  it('gives the undos a signal of their own, which the abort of the caller does not touch', async () => {
    const { options } = watched();
    const caller = AbortSignal.abort(new Error('gone'));
    let seen: AbortSignal | undefined;
    const failing = withRollback(options, async (undo) => {
      undo.add('look', (signal) => void (seen = signal));
      caller.throwIfAborted();
      await Promise.resolve();
    });
    await expect(failing).rejects.toThrow('gone');
    expect(seen?.aborted).toBe(false);
  });
});

function watched(): { log: string[]; lines: string[]; options: RollbackOptions } {
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', write: (line) => void lines.push(line), now: () => new Date(0) });
  return { log: [], lines, options: { log: logger } };
}
