import { describe, expect, it } from 'vitest';
import { printable, redactUrl } from '../../../runtime/base/sanitize.ts';

describe('printable', () => {
  it.each([
    ['plain text', 'plain text'],
    ['two\nlines\r\n', 'two lines'],
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['a\u0000b', 'a b'],
    ['\u202etxt.exe', 'txt.exe'],
    ['name\u2028next', 'name next'],
    ['größe 容器', 'größe 容器'],
    ['', ''],
  ])('%j → %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('cuts what is too long', () => {
    expect(printable('x'.repeat(500))).toBe(`${'x'.repeat(399)}…`);
    expect(printable('abcdef', 4)).toBe('abc…');
    expect(printable('abcd', 4)).toBe('abcd');
  });
});

describe('redactUrl', () => {
  it.each([
    ['https://user:secret@registry.example:5000/v2/a?token=secret#part', 'https://registry.example:5000/v2/a'],
    ['http://127.0.0.1:5000/v2/', 'http://127.0.0.1:5000/v2/'],
    ['not a url', 'not a url'],
  ])('%s → %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });
});
