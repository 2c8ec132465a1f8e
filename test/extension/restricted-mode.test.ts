import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dispatch } from '../../extension/commands/dispatch.ts';
import type { CommandContext } from '../../extension/commands/command.ts';
import { COMMANDS } from '../../extension/commands/index.ts';
import { onlyLooks } from '../../extension/commands/restricted-mode.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';

const { contributes, capabilities } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly scope?: string; readonly markdownDescription?: string }>>;
    };
  };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
};

describe('Restricted Mode', () => {
  let bed: CommandBed;
  beforeEach(async () => {
    bed = await openCommandBed();
  });
  afterEach(() => bed.close());

  it('changes nothing, whoever calls the command, and says why', async () => {
    for (const row of COMMANDS.filter(({ id, among }) => among === undefined && !onlyLooks(id))) {
      const context = { session: bed.session, trusted: false } as CommandContext;
      await expect(dispatch(row, context, []), row.id).rejects.toThrow('Restricted Mode');
    }
  });

  it('lets nobody change anything by a command that only looks', () => {
    expect(COMMANDS.filter(({ id, changes }) => changes === true && onlyLooks(id))).toEqual([]);
  });

  it('greys out each command that changes the lists', () => {
    const changing = new Set(COMMANDS.filter(({ changes }) => changes === true).map(({ id }) => id));
    const bright = contributes.commands.filter(
      ({ command, enablement = '' }) => changing.has(command) && !enablement.includes('!slipway.restricted'),
    );
    expect(bright.map(({ command }) => command)).toEqual([]);
  });

  it('takes no place of a runtime from a workspace', () => {
    const places = Object.entries(contributes.configuration.properties).filter(([, { scope }]) => scope === 'machine');
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted()).toEqual(places.map(([key]) => key).toSorted());
  });
});

describe('every setting', () => {
  it('is described', () => {
    const bare = Object.entries(contributes.configuration.properties).filter(
      ([, { markdownDescription = '' }]) => !/^%\S+%$/.test(markdownDescription),
    );
    expect(bare).toEqual([]);
  });
});
