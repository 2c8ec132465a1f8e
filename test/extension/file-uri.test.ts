import { describe, expect, it } from 'vitest';
import { fileUriParts, placeOfUri } from '../../extension/files/file-uri.ts';

describe('the address of a file in a container', () => {
  it.each([
    { containerId: 'c1', path: '/etc/hosts' },
    { containerId: 'c1', path: '/' },
    { image: 'sha256:ab', path: '/a b/ü#?' },
  ])('of %j names it, and the runtime that it is of', (place) => {
    expect(placeOfUri(fileUriParts('foreign:/run/Some Where.sock', place))).toEqual({
      target: 'foreign:/run/Some Where.sock',
      place,
    });
  });

  it.each(['', '/', '/pod/x/etc', '/container'])('is not %j', (path) => {
    expect(placeOfUri({ authority: '', path })).toBeUndefined();
  });
});
