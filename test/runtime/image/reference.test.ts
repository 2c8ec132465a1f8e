import { expect, test } from 'vitest';
import { formatReference, parseReference } from '../../../runtime/image/reference.ts';

const hex = 'a'.repeat(64);
const long = 'b'.repeat(128);

test.each([
  ['busybox', 'docker.io/library/busybox:latest'],
  ['index.docker.io/busybox', 'docker.io/library/busybox:latest'],
  ['docker.io/busybox', 'docker.io/library/busybox:latest'],
  ['user/app:1', 'docker.io/user/app:1'],
  ['a/b/c', 'docker.io/a/b/c:latest'],
  ['localhost/app', 'localhost/app:latest'],
  ['localhost:5000', 'docker.io/library/localhost:5000'],
  ['localhost:5000/a/b:v1', 'localhost:5000/a/b:v1'],
  ['HOST/app', 'HOST/app:latest'],
  ['host.io/app', 'host.io/app:latest'],
  ['host:65535/app', 'host:65535/app:latest'],
  ['10.0.0.1/app', '10.0.0.1/app:latest'],
  ['[::1]:5000/a', '[::1]:5000/a:latest'],
  ['[fd00::1]/a:T_1.0-x', '[fd00::1]/a:T_1.0-x'],
  ['x/a.b_c__d--e', 'docker.io/x/a.b_c__d--e:latest'],
  [`a:${'t'.repeat(128)}`, `docker.io/library/a:${'t'.repeat(128)}`],
  [`host.io/a@sha256:${hex}`, `host.io/a@sha256:${hex}`],
  [`host.io/a@sha512:${long}`, `host.io/a@sha512:${long}`],
  [`host.io:5000/a:tag@sha256:${hex}`, `host.io:5000/a@sha256:${hex}`],
])('%s means %s', (text, full) => {
  expect(formatReference(parseReference(text))).toBe(full);
});

test.each([
  ['', 'it is empty'],
  [hex, 'it is an image id'],
  [`sha256:${hex}`, 'it is an image id'],
  ['x'.repeat(600), 'longer than 512 characters'],
  [`a${'/a'.repeat(200)}`, 'its name is longer than 255 characters'],
  ['https://host.io/a', 'without a scheme'],
  ['docker://busybox', 'without a scheme'],
  ['a b', 'it has spaces'],
  ['a\n', 'it has spaces'],
  ['a\u001b[2J', 'not printable ASCII'],
  ['a\0', 'not printable ASCII'],
  ['búsybox', 'not printable ASCII'],
  ['busybοx', 'not printable ASCII'],
  ['Upper', 'no upper-case letters'],
  ['host.io/A', 'no upper-case letters'],
  ['host.io/', 'no repository behind the host'],
  ['host.io//a', 'nothing between two slashes'],
  ['/a', 'nothing between two slashes'],
  ['a/', 'nothing between two slashes'],
  ['../x', 'is not a registry host'],
  ['host.io/../x', '".." is not part of a repository name'],
  ['host.io/a/./b', '"." is not part'],
  ['-a', '"-a" is not part'],
  ['a-', '"a-" is not part'],
  ['a___b', '"a___b" is not part'],
  ['a..b/c', 'is not a registry host'],
  ['-host.io/a', 'is not a registry host'],
  ['ho_st.io/a', 'is not a registry host'],
  ['user@host.io/a', 'is not a digest'],
  ['host.io:/a', 'is not a registry host'],
  ['host.io:x/a', 'is not a registry host'],
  ['host.io:65536/a', 'there is no port 65536'],
  ['host.io:0/a', 'there is no port 0'],
  ['[::1/a', 'is not a registry host'],
  ['[:::]/a', 'is not an IPv6 address'],
  ['[1.2.3.4]/a', 'is not an IPv6 address'],
  ['host.io/a:', 'no tag behind the colon'],
  ['a:-x', '"-x" is not a tag'],
  [`a:${'t'.repeat(129)}`, 'is not a tag: at most 128'],
  ['a:b:c', 'is not part of a repository name'],
  ['host.io/a@', 'no digest behind the @'],
  ['host.io/a@sha256:12', 'is not a digest'],
  [`host.io/a@sha256:${'A'.repeat(64)}`, 'is not a digest'],
  [`host.io/a@md5:${'a'.repeat(32)}`, 'is not a digest'],
  [`host.io/a@sha256:${hex}@sha256:${hex}`, 'is not a digest'],
  [`host.io/a:-@sha256:${hex}`, 'is not a tag'],
  [`@sha256:${hex}`, 'there is no name in it'],
  [':tag', 'there is no name in it'],
])('%j is refused: %s', (text, reason) => {
  expect(() => parseReference(text)).toThrow(
    expect.objectContaining({ code: 'invalid-argument', message: expect.stringContaining(reason) as string }),
  );
  try {
    parseReference(text);
  } catch (error) {
    // eslint-disable-next-line no-control-regex -- none of them may reach a terminal
    expect(String(error)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  }
});
