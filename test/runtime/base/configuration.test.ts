import { describe, expect, it } from 'vitest';
import { configFileOf, DEFAULT_CONFIGURATION, readConfiguration } from '../../../runtime/base/configuration.ts';

const file = (text: string): { name: string; text: string } => ({ name: 'slipway.json', text });

describe('the configuration', () => {
  it('is the defaults when nothing is said, and frozen', () => {
    const configuration = readConfiguration([]);
    expect(configuration).toEqual(DEFAULT_CONFIGURATION);
    expect(Object.isFrozen(configuration)).toBe(true);
  });

  it('lets flags win over the file, and the file over the defaults', () => {
    const configuration = readConfiguration(
      ['--root', '/flag', '--log-level=debug'],
      file('{"root": "/file", "run": "/file-run"}'),
    );
    expect(configuration).toMatchObject({
      root: '/flag',
      run: '/file-run',
      logLevel: 'debug',
      socket: DEFAULT_CONFIGURATION.socket,
    });
  });

  it('takes a log file, or nothing for standard error', () => {
    expect(readConfiguration(['--log-file', '/l'])).toMatchObject({ logFile: '/l' });
    expect(readConfiguration(['--log-file='], file('{"logFile": "/l"}'))).toMatchObject({ logFile: '' });
  });

  it('gathers flags that are given several times', () => {
    const flags = [
      '--insecure-registry',
      'a:1',
      '--insecure-registry',
      'b:2',
      '--registry-config',
      '/etc/certs.d',
      '--runtime',
      'runc=/opt/runc',
      '--runtime',
      'crun',
    ];
    expect(readConfiguration(flags)).toMatchObject({
      insecureRegistries: ['a:1', 'b:2'],
      registryConfigDirs: ['/etc/certs.d'],
      runtimes: { runc: '/opt/runc', crun: 'crun' },
    });
  });

  it.each([
    [['--socket', 'relative'], /--socket: "relative" is not an absolute path/],
    [['--socket', `/${'x'.repeat(120)}`], /longer than 107 bytes/],
    [['--log-file', 'relative'], /--log-file: "relative" is not an absolute path or nothing/],
    [['--socket-uid', 'me'], /--socket-uid: "me" is not a whole number/],
    [['--registry-config', 'certs.d'], /--registry-config: .*not a list of absolute paths/],
    [['--docker-config', 'config.json'], /--docker-config: "config\.json" is not an absolute path or nothing/],
    [['--log-level', 'loud'], /one of debug, info, warn, error/],
    [['--surprise', '1'], /unknown flag "--surprise"/],
    [['stray'], /unknown flag/],
    [['--root'], /--root: a value is needed/],
    [['--max-parallel-layers', '0'], /at least 1/],
  ])('refuses %j', (flags, expected) => {
    expect(() => readConfiguration(flags)).toThrow(expected);
  });

  it.each([
    ['{', /slipway\.json: /],
    ['[]', /a JSON object is needed/],
    ['{"roots": "/x"}', /unknown key "roots"/],
    ['{"__proto__": "/x"}', /unknown key/],
    ['{"cniBinDirs": ["bin"]}', /not a list of absolute paths/],
    ['{"runtimes": {}}', /runtimes: at least one/],
  ])('refuses the file %s', (text, expected) => {
    expect(() => readConfiguration([], file(text))).toThrow(expected);
  });

  it('lists every problem at once', () => {
    expect(() => readConfiguration(['--root', 'x', '--run', 'y'], file('{"conmon": 3}'))).toThrow(/conmon.*--root.*--run/);
  });

  it('finds the file among the flags', () => {
    expect(configFileOf(['--root', '/r', '--config', '/c.json'])).toBe('/c.json');
    expect(configFileOf(['--config=/c.json'])).toBe('/c.json');
    expect(configFileOf(['--root', '/r'])).toBeUndefined();
  });
});
