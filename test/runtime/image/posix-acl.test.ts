import { expect, test } from 'vitest';
import { posixAclXattr } from '../../../runtime/image/tar/posix-acl.ts';

test.each([
  [
    'as GNU tar writes it',
    'user::rw-,user:1000:r--,group::r--,group:70000:rwx,mask::rw-,other::---',
    '0200000001000600ffffffff02000400e803000004000400ffffffff080007007011010010000600ffffffff20000000ffffffff',
  ],
  [
    'in lines, with remarks, and in another order',
    'other::r-x\nuser::rwx #me\ngroup::---\n',
    '0200000001000700ffffffff04000000ffffffff20000500ffffffff',
  ],
  ['with the number behind the name', 'user:lisa:r--:1000', '0200000002000400e8030000'],
])('an access control list is what the kernel takes: %s', (_, text, hex) => {
  expect(posixAclXattr(text)?.toString('hex')).toBe(hex);
});

test('whom a name means is not known, so a list with names is left out', () => {
  expect(posixAclXattr('user::rwx,user:lisa:r--')).toBeUndefined();
});

test.each(['user::rwxx', 'nobody::rwx', 'user'])('%j is damage', (text) => {
  expect(() => posixAclXattr(text)).toThrow(expect.objectContaining({ code: 'data-loss' }));
});
