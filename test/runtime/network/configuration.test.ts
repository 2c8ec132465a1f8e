import { describe, expect, it } from 'vitest';
import { CriError } from '../../../runtime/base/cri-error.ts';
import { createConfigurationSource } from '../../../runtime/network/configuration-source.ts';
import { parseConfiguration } from '../../../runtime/network/configuration.ts';
import { createScriptedHost } from '../../support/scripted-host.ts';

describe('parseConfiguration', () => {
  it('reads a list with its plugins and the capabilities that they want', () => {
    const text = JSON.stringify({
      cniVersion: '1.0.0',
      name: 'pods',
      plugins: [
        { type: 'bridge', bridge: 'b0' },
        { type: 'portmap', capabilities: { portMappings: true, other: false } },
      ],
    });
    expect(parseConfiguration(text, 'here')).toMatchObject({
      name: 'pods',
      cniVersion: '1.0.0',
      disableCheck: false,
      plugins: [
        { type: 'bridge', capabilities: [], fields: { bridge: 'b0' } },
        { type: 'portmap', capabilities: ['portMappings'] },
      ],
      text,
      source: 'here',
    });
  });

  it('takes a single plugin as a list of one, and the oldest version where none is said', () => {
    expect(parseConfiguration('{"name": "n", "type": "macvlan"}', 'here')).toMatchObject({
      cniVersion: '0.1.0',
      plugins: [{ type: 'macvlan', capabilities: [] }],
    });
  });

  it.each([
    ['{', /JSON/],
    ['[]', /the configuration is not an object/],
    ['{"name": "n", "plugins": []}', /at least one plugin/],
    ['{"name": "n", "plugins": {}}', /at least one plugin/],
    ['{"name": "n", "plugins": [7]}', /plugins\[0\] is not an object/],
    ['{"name": "n"}', /nothing is not the name of a plugin/],
    ['{"type": "bridge"}', /nothing is not a network name/],
    ['{"name": "../n", "type": "bridge"}', /"\.\.\/n" is not a network name/],
    ['{"name": "n", "type": "../../bin/sh"}', /is not the name of a plugin/],
    ['{"name": "n", "type": "bridge", "cniVersion": 1}', /cniVersion is not text/],
  ])('rejects %s', (text, message) => {
    const error = thrownBy(() => parseConfiguration(text, '/etc/cni/net.d/10.conf'));
    expect(error).toBeInstanceOf(CriError);
    expect(error).toMatchObject({ code: 'failed-precondition', hint: 'correct /etc/cni/net.d/10.conf, or remove it' });
    expect((error as Error).message).toMatch(message);
  });
});

describe('createConfigurationSource', () => {
  const conf = (name: string): string => JSON.stringify({ cniVersion: '1.0.0', name, type: 'bridge' });
  const on = (files: Record<string, string>) => {
    const host = createScriptedHost(files);
    const builtIn = { configuration: () => Promise.resolve(parseConfiguration(conf('own'), 'built in')) };
    const options = { files: host.files, confDir: '/cni' };
    return { host, source: createConfigurationSource({ ...options, builtIn }), without: createConfigurationSource(options) };
  };

  it('takes the first file by name, and only files of configurations', async () => {
    const { source } = on({ '/cni/20.conf': conf('second'), '/cni/10.conflist': conf('first'), '/cni/00.txt': conf('none') });
    expect((await source.current()).name).toBe('first');
  });

  it('passes by a file that cannot be used when there is a later one that can', async () => {
    const { source } = on({ '/cni/10.conf': '{', '/cni/20.conf': conf('second') });
    expect((await source.current()).name).toBe('second');
  });

  it('uses the built-in network only while no file is there', async () => {
    const { host, source, without } = on({});
    expect((await source.current()).name).toBe('own');
    await expect(without.current()).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining('/cni') as string,
    });
    await host.files.makeDirectory('/cni');
    await host.files.write('/cni/10.conf', conf('first'));
    expect((await source.current()).name).toBe('first');
    expect((await without.current()).name).toBe('first');
  });

  it('does not fall back to the built-in network when what is installed is broken', async () => {
    const { host, source } = on({ '/cni/10.conf': '{' });
    await expect(source.current()).rejects.toThrow('/cni/10.conf');
    await host.files.write('/cni/10.conf', conf('repaired'));
    expect((await source.current()).name).toBe('repaired');
  });

  it('answers the same object while nothing changes', async () => {
    const { source } = on({ '/cni/10.conf': conf('first') });
    expect(await source.current()).toBe(await source.current());
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
