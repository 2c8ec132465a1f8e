import { describe, expect, it } from 'vitest';
import { createResizes } from '../../../../runtime/stream/server/resizes.ts';

describe('sizes of a terminal', () => {
  it('reach a listener that comes later, and then one by one', () => {
    const resizes = createResizes();
    const seen: string[] = [];
    resizes.take(Buffer.from('{"Width":80,"Height":24}'));
    resizes.listen(({ columns, rows }) => seen.push(`${String(columns)}x${String(rows)}`));
    resizes.take(Buffer.from('{"Width":100,"Height":40}'));
    expect(seen).toEqual(['80x24', '100x40']);
  });

  it.each([
    '',
    '{',
    'null',
    '7',
    '[]',
    '{}',
    '{"Width":0,"Height":24}',
    '{"Width":80}',
    '{"Width":"80","Height":24}',
    '{"Width":80,"Height":65536}',
    '{"Width":1.5,"Height":24}',
    `{"Width":80,"Height":24}${' '.repeat(2000)}`,
  ])('are left alone by %j', (text) => {
    const resizes = createResizes();
    const seen: unknown[] = [];
    resizes.listen((size) => seen.push(size));
    resizes.take(Buffer.from(text));
    expect(seen).toEqual([]);
  });
});
