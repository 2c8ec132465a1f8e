import { describe, expect, it } from 'vitest';
import { CriError } from '../../../runtime/base/cri-error.ts';
import { createLogger, silentLogger, type LogLevel } from '../../../runtime/base/logger.ts';

describe('createLogger', () => {
  it('writes one line of JSON per event, with time, level, message and fields', () => {
    const { log, lines } = at('info');
    log.info('pulled', { image: 'busybox', bytes: 7n });
    expect(lines).toEqual([
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"pulled","image":"busybox","bytes":"7"}\n',
    ]);
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = at('warn');
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level);
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(['warn', 'error']);
  });

  it('adds the fields of a child to its lines, and not to those of its parent', () => {
    const { log, lines } = at('info');
    log.child({ pod: 'a' }).child({ container: 'b' }).info('started');
    log.info('plain');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ pod: 'a', container: 'b' });
    expect(lines[1]).not.toContain('pod');
  });

  it('keeps message, stack and causes of an error, and its line breaks inside one line', () => {
    const { log, lines } = at('info');
    log.error('failed', { error: new CriError('unavailable', 'outer\nmessage', { cause: new Error('inner') }) });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
    const { error } = JSON.parse(lines[0] ?? '') as { error: Record<string, unknown> };
    expect(error).toMatchObject({ name: 'CriError', message: 'outer\nmessage', cause: { name: 'Error', message: 'inner' } });
    expect(error['stack']).toContain('logger.test');
  });

  it('can be silent', () => {
    expect(() => {
      silentLogger.error('nothing', { error: new Error('of this') });
    }).not.toThrow();
  });
});

function at(level: LogLevel) {
  const lines: string[] = [];
  return { lines, log: createLogger({ level, write: (line) => void lines.push(line), now: () => new Date(0) }) };
}
