import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../../../runtime/image/registry/endpoint.ts';
import { readEndpoints } from '../../../../../runtime/image/registry/configuration/registry-directory.ts';
import { certificatesMissing, createAuthority, type Authority, type Certified } from '../../../../support/certificates.ts';
import { createMemoryFiles } from '../../../../support/memory-files.ts';

const missing = certificatesMissing();
if (missing !== undefined) console.log(`skipped: registry directories: ${missing}`);

describe.skipIf(missing !== undefined)('the configuration of registries', () => {
  let authority: Authority;
  let client: Certified;

  beforeAll(() => {
    authority = createAuthority();
    client = authority.issue('client');
  });
  afterAll(() => {
    authority.close();
  });

  const read = (domain: string, tree: Readonly<Record<string, string>>, warned: string[] = []): Promise<readonly Endpoint[]> =>
    readEndpoints(domain, {
      files: createMemoryFiles(tree),
      directories: ['/first', '/second'],
      insecureHosts: ['listed:5000'],
      warn: (message) => warned.push(message),
    });
  const urls = async (domain: string, tree: Readonly<Record<string, string>> = {}): Promise<string[]> =>
    (await read(domain, tree)).map(({ url }) => url);

  it.each([
    ['docker.io', 'https://registry-1.docker.io/v2'],
    ['quay.io', 'https://quay.io/v2'],
    ['quay.io:5000', 'https://quay.io:5000/v2'],
    ['listed:5000', 'http://listed:5000/v2'],
    ['listed:5001', 'https://listed:5001/v2'],
    ['localhost', 'http://localhost/v2'],
    ['localhost:443', 'https://localhost/v2'],
    ['127.0.0.9:5000', 'http://127.0.0.9:5000/v2'],
    ['[::1]:5000', 'http://[::1]:5000/v2'],
    ['127.evil.io', 'https://127.evil.io/v2'],
    ['localhost.evil.io', 'https://localhost.evil.io/v2'],
  ])('%s without configuration is %s', async (domain, expected) => {
    expect(await urls(domain)).toEqual([expected]);
  });

  it.each(['host:5000', 'host_5000_', '_default'])('lies in a directory called %s', async (name) => {
    const tree = { [`/second/${name}/hosts.toml`]: '[host."https://mirror"]' };
    expect(await urls('host:5000', tree)).toEqual(['https://mirror/v2', 'https://host:5000/v2']);
  });

  it('takes the name with the port before the default, and the first directory before the second', async () => {
    const tree = {
      '/first/_default/hosts.toml': '[host."https://default"]',
      '/first/host_5000_/hosts.toml': '[host."https://exact"]',
      '/second/host:5000/hosts.toml': '[host."https://second"]',
    };
    expect((await urls('host:5000', tree))[0]).toBe('https://exact/v2');
    expect((await urls('other', tree))[0]).toBe('https://default/v2');
  });

  it('tells mirrors from the registry, whatever name it has', async () => {
    const kinds = async (domain: string, text: string) =>
      (await read(domain, { [`/first/${domain}/hosts.toml`]: text })).map(({ url, isElsewhere, isMirror }) => [
        url,
        isElsewhere,
        isMirror,
      ]);
    expect(await kinds('docker.io', 'server = "https://docker.io"\n[host."https://mirror"]')).toEqual([
      ['https://mirror/v2', true, true],
      ['https://registry-1.docker.io/v2', false, false],
    ]);
    expect(await kinds('a.io', 'server = "https://b.io"\n[host."http://a.io"]')).toEqual([
      ['http://a.io/v2', false, false],
      ['https://b.io/v2', true, false],
    ]);
  });

  it('reads CAs and client certificates, with paths from the directory or absolute', async () => {
    const tree = {
      '/first/a.io/hosts.toml':
        'ca = "/elsewhere/ca.pem"\nclient = [["c.cert", "c.key"]]\n[host."https://m"]\nclient = "both.pem"',
      '/elsewhere/ca.pem': authority.certificate,
      '/first/a.io/c.cert': client.certificate,
      '/first/a.io/c.key': client.key,
      '/first/a.io/both.pem': `${client.certificate}${client.key}`,
    };
    const [mirror, server] = await read('a.io', tree);
    const both = `${client.certificate}${client.key}`;
    expect(mirror?.trust).toEqual({ authorities: [], clients: [{ certificate: both, key: both }], skipVerify: false });
    expect(server?.trust).toEqual({
      authorities: [authority.certificate],
      clients: [{ certificate: client.certificate, key: client.key }],
      skipVerify: false,
    });
  });

  it('reads Docker’s layout, and speaks TLS to loopback then', async () => {
    const tree = {
      '/first/localhost:5000/ca.crt': authority.certificate,
      '/first/localhost:5000/client.cert': client.certificate,
      '/first/localhost:5000/client.key': client.key,
      '/first/localhost:5000/README': 'hello',
    };
    const [endpoint] = await read('localhost:5000', tree);
    expect(endpoint).toMatchObject({ url: 'https://localhost:5000/v2' });
    expect(endpoint?.trust).toEqual({
      authorities: [authority.certificate],
      clients: [{ certificate: client.certificate, key: client.key }],
      skipVerify: false,
    });
    expect((await read('localhost:5000', { '/first/localhost:5000/README': '' }))[0]?.trust).toBeUndefined();
  });

  it('warns of keys that have no effect', async () => {
    const warned: string[] = [];
    await read('a.io', { '/first/a.io/hosts.toml': 'rewrite = 1' }, warned);
    expect(warned).toEqual(['/first/a.io/hosts.toml: rewrite is not known and has no effect']);
  });

  it.each<[string, () => Record<string, string>, string]>([
    ['a CA that is not there', () => ({ 'hosts.toml': 'ca = "no.pem"' }), '/first/a.io/no.pem'],
    ['a CA that is not PEM', () => ({ 'hosts.toml': 'ca = "x.pem"', 'x.pem': 'binary' }), '/first/a.io/x.pem'],
    [
      'a CA that is damaged',
      () => ({ 'x.crt': '-----BEGIN CERTIFICATE-----\nMIIBszCC\n-----END CERTIFICATE-----\n' }),
      '/first/a.io/x.crt',
    ],
    ['a client certificate without key', () => ({ 'x.cert': client.certificate }), '/first/a.io/x.key'],
    ['a key without certificate', () => ({ 'x.key': client.key }), '/first/a.io/x.key'],
    [
      'a key of another certificate',
      () => ({ 'x.cert': client.certificate, 'x.key': authority.issue('other').key }),
      '/first/a.io/x.cert, /first/a.io/x.key',
    ],
  ])('names the file of %s', async (_, files, path) => {
    const tree = Object.fromEntries(Object.entries(files()).map(([name, text]) => [`/first/a.io/${name}`, text]));
    await expect(read('a.io', tree)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining(`registry configuration ${path}: `) as string,
    });
  });
});
