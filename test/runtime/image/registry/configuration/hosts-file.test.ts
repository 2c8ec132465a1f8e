import { describe, expect, it, test } from 'vitest';
import { parseHostsFile, type HostEntry } from '../../../../../runtime/image/registry/configuration/hosts-file.ts';

const at = { file: '/certs.d/docker.io/hosts.toml', directory: '/certs.d/docker.io' };
const parse = (text: string): readonly HostEntry[] => parseHostsFile(text, at).hosts;
const EMPTY: HostEntry = {
  url: undefined,
  capabilities: new Set(['resolve', 'pull', 'push']),
  headers: {},
  authorityFiles: [],
  clientFiles: [],
  skipVerify: false,
  connectTimeoutMs: undefined,
};

describe('hosts.toml', () => {
  it('stands for the registry itself when it is empty', () => {
    expect(parse('')).toEqual([EMPTY]);
  });

  it('lists mirrors in their order and the server last, each with its own settings', () => {
    const text = `
      server = "https://registry-1.docker.io"
      ca = "/etc/ssl/root.pem"

      [host."http://mirror.local:5000"]
        capabilities = ["pull", "resolve"]
        skip_verify = true
        dial_timeout = "1m1.5s"

      [host."10.0.0.1:5000/path/v2/"]
        client = ["one.pem", ["two.cert", "/keys/two.key"], ["three.pem", ""]]
        ca = ["a.pem", "b.pem"]
        [host."10.0.0.1:5000/path/v2/".header]
          X-One = "1"
          x-many = ["2", "3"]

      [host."https://whole.path/a/b"]
        override_path = true
        client = "both.pem"
    `;
    expect(parse(text)).toEqual([
      {
        ...EMPTY,
        url: 'http://mirror.local:5000/v2',
        capabilities: new Set(['pull', 'resolve']),
        skipVerify: true,
        connectTimeoutMs: 61_500,
      },
      {
        ...EMPTY,
        url: 'https://10.0.0.1:5000/path/v2',
        clientFiles: [
          { certificate: '/certs.d/docker.io/one.pem', key: undefined },
          { certificate: '/certs.d/docker.io/two.cert', key: '/keys/two.key' },
          { certificate: '/certs.d/docker.io/three.pem', key: undefined },
        ],
        authorityFiles: ['/certs.d/docker.io/a.pem', '/certs.d/docker.io/b.pem'],
        headers: { 'x-one': '1', 'x-many': '2, 3' },
      },
      {
        ...EMPTY,
        url: 'https://whole.path/a/b',
        clientFiles: [{ certificate: '/certs.d/docker.io/both.pem', key: undefined }],
      },
      { ...EMPTY, url: 'https://registry-1.docker.io/v2', authorityFiles: ['/etc/ssl/root.pem'] },
    ]);
  });

  it('names the keys that it does not know, and goes on', () => {
    const { unknownKeys } = parseHostsFile('surprise = 1\n[host."https://m"]\nrewrite = {}\n', at);
    expect(unknownKeys).toEqual(['host."https://m".rewrite', 'surprise']);
  });
});

test.each([
  ['server = ', /hosts\.toml, line 1: /],
  ['a = 1\na = 2', /hosts\.toml, line 2: /],
  ['server = 5', /hosts\.toml: server: an address in quotes/],
  ['server = "ftp://x"', /server: an address like/],
  ['server = "https://user:secret@x"', /server: an address like/],
  ['host = "x"', /host: a table is needed/],
  ['[host]\n"https://m" = 1', /host\."https:\/\/m": a table/],
  ['[host."https:// bad"]', /host\."https:\/\/ bad": an address like/],
  ['[host."https://m"]\ncapabilities = ["pulls"]', /host\."https:\/\/m"\.capabilities: "pulls" is not one of/],
  ['[host."https://m"]\ncapabilities = [1]', /capabilities: a text or a list of texts/],
  ['[host."https://m"]\nskip_verify = "yes"', /host\."https:\/\/m"\.skip_verify: true or false/],
  ['override_path = 1', /hosts\.toml: override_path: true or false/],
  ['ca = 1', /ca: a text or a list/],
  ['client = [["a", "b", "c"]]', /client: each client is/],
  ['client = [[1]]', /client: a text or a list/],
  ['dial_timeout = "soon"', /dial_timeout: a duration like/],
  ['header = { "a b" = "x" }', /header\.a b: it cannot be sent/],
  ['header = { a = "x\\ny" }', /header\.a: it cannot be sent/],
])('%j is explained with file and key', (text, expected) => {
  expect(() => parse(text)).toThrow(expected);
  try {
    parse(text);
  } catch (error) {
    expect(error).toMatchObject({ code: 'failed-precondition', hint: expect.any(String) as string });
    expect(String(error)).not.toContain('secret');
  }
});
