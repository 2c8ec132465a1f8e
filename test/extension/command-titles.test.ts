import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandTitles } from '../../extension/command-titles.ts';
import { COMMANDS } from '../../extension/commands/index.ts';

describe('what a command is called when it says how it ended', () => {
  it('is its title in the language of the window, without the sign that asks for more', () => {
    const commands = [
      { command: 'slipway.image.pull', title: '拉取镜像…' },
      { command: 'slipway.pod.stop', title: { value: '停止', original: 'Stop' } },
    ];
    const titleOf = commandTitles({ contributes: { commands } });
    expect([titleOf('slipway.image.pull'), titleOf('slipway.pod.stop')]).toEqual(['拉取镜像', '停止']);
  });

  it('is known of every command, and is its id where no package.json says more', () => {
    const titleOf = commandTitles(JSON.parse(readFileSync('package.json', 'utf8')));
    expect(COMMANDS.map(({ id }) => id).filter((id) => titleOf(id) === id)).toEqual([]);
    expect(commandTitles(undefined)('slipway.image.pull')).toBe('slipway.image.pull');
  });
});
