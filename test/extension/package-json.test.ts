import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '../../extension/commands/index.ts';

vi.mock('vscode', () => ({}));
const { SETTINGS } = await import('../../extension/settings.ts');
const { SHELL_PROFILE } = await import('../../extension/terminal/shell-profile.ts');
const { VIEWS } = await import('../../extension/tree/views.ts');

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly views: { readonly slipway: readonly { readonly id: string }[] };
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly group?: string }[]>>;
    readonly terminal: { readonly profiles: readonly { readonly id: string }[] };
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: unknown; readonly scope?: string }>>;
    };
  };
}

const text = readFileSync('package.json', 'utf8');
const { contributes } = JSON.parse(text) as Manifest;
const ids = COMMANDS.map((row) => row.id);

describe('package.json and the tables of the code', () => {
  it('have the same commands', () => {
    expect(contributes.commands.map(({ command }) => command).toSorted()).toEqual(ids.toSorted());
  });

  it('have the same views', () => {
    expect(contributes.views.slipway.map(({ id }) => id)).toEqual([...VIEWS.slice(0, 3), 'slipway.files', ...VIEWS.slice(3)]);
  });

  it('have the same terminal profiles', () => {
    expect(contributes.terminal.profiles.map(({ id }) => id)).toEqual([SHELL_PROFILE]);
  });

  it('have the same settings with the same defaults', () => {
    const declared = Object.entries(contributes.configuration.properties).map(([key, property]) => [key, property.default]);
    expect(Object.fromEntries(declared)).toEqual(SETTINGS);
  });

  it('leave places and programs to the machine, never to a workspace', () => {
    for (const key of ['slipway.socket', 'slipway.root', 'slipway.run', 'slipway.configFile']) {
      expect(contributes.configuration.properties[key]?.scope).toBe('machine');
    }
  });

  it('name only commands that exist in menus and links', () => {
    const used = Object.values(contributes.menus).flatMap((items) => items.map((item) => item.command));
    const links = [...readFileSync('package.nls.json', 'utf8').matchAll(/command:(slipway\.[\w.]+)/g)].map(([, id = '']) => id);
    const known = new Set([...ids, ...VIEWS.map((view) => `${view}.focus`)]);
    expect([...used, ...links].filter((id) => !known.has(id))).toEqual([]);
  });

  it('translate every string into every language', () => {
    const keys = [...text.matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key);
    for (const file of ['package.nls.json', 'package.nls.zh-cn.json']) {
      expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object).toSorted(), file).toEqual(
        [...new Set(keys)].toSorted(),
      );
    }
  });
});

describe('the walkthrough', () => {
  interface Step {
    readonly id: string;
    readonly media: { readonly svg: string };
    readonly completionEvents: readonly string[];
  }
  const { walkthroughs } = contributes as unknown as { readonly walkthroughs: readonly [{ readonly steps: readonly Step[] }] };
  const [{ steps }] = walkthroughs;

  it('leads from the runtime to a shell, each step with a picture', () => {
    expect(steps.map(({ id }) => id)).toEqual(['connect', 'pull', 'run', 'logs', 'shell']);
    for (const { media } of steps) expect(readFileSync(media.svg, 'utf8')).toContain('<svg');
  });

  it('ticks a step when one of its commands was run', () => {
    const commands = steps
      .flatMap(({ completionEvents }) => completionEvents)
      .flatMap((event) => /^onCommand:(.*)/.exec(event)?.[1] ?? []);
    expect(commands.filter((id) => !ids.includes(id))).toEqual([]);
    expect(steps.filter(({ completionEvents }) => completionEvents.length === 0)).toEqual([]);
  });
});
