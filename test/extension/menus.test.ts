import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface MenuItem {
  readonly command: string;
  readonly group?: string;
  readonly when?: string;
}

interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly mac?: string;
  readonly when: string;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: {
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly Keybinding[];
  };
};
const items = contributes.menus['view/item/context'] ?? [];
const GROUPS = ['1_open', '2_run', '3_change', '4_copy', '5_destroy'];

/** In which group each verb stands, for whatever kind of thing. */
const VERBS: readonly (readonly [string, RegExp])[] = [
  ['1_open', /\.(open|inspect|logs|history|show\w+|processes|changes|compare\w*|browse|metrics|check|openInBrowser)$/],
  ['2_run', /\.(run|runCommand|start|shell|attach|forwardPort)$/],
  ['3_change', /\.(stop|restart|pause|resume|setLimits|rotateLog|tag|untag|push|setPodCidr|new|newFolder|rename)$/],
  ['4_copy', /\.copy\w*$/],
  ['5_destroy', /\.(remove|cancel|delete)$/],
];
/** What ends with its stop is destroyed by it. */
const ENDS = ['slipway.forward.stop'];

/** The lines that the trees can hold, as their contextValue. */
const LINES = [
  ...['stopped', 'ready', 'degraded', 'broken', 'denied', 'unsupported'].map((state) => `target;kind=local;state=${state};`),
  ...['start', 'restart', 'log', 'terminal', 'remote'].map((fix) => `link;state=failed;fix=${fix};`),
  ...['created', 'running', 'running;paused', 'exited', 'unknown'].flatMap((state) => [
    `container;state=${state};`,
    `container;state=${state};browse;`,
  ]),
  ...['ready', 'notready'].flatMap((state) => [`pod;state=${state};`, `pod;state=${state};browse;`]),
  'image;',
  'entry;directory;writable;',
  'entry;file;writable;',
  'entry;file;readonly;',
  'forward;',
  'call;',
  'task;state=running;',
];

function shownOn(line: string): readonly MenuItem[] {
  return items.filter(({ when = '' }) => {
    const [, pattern] = /viewItem =~ \/((?:\\.|[^/])+)\//.exec(when) ?? [];
    return pattern !== undefined && new RegExp(pattern).test(line);
  });
}

describe('the menu of a line', () => {
  it('has its groups in one order everywhere: open, run, change, copy, destroy', () => {
    const groups = items.map(({ group = '' }) => group.replace(/@.*/, ''));
    expect(groups.filter((group) => group !== 'inline' && !GROUPS.includes(group))).toEqual([]);
  });

  it('has the same verb in the same group, of whatever it is said', () => {
    const misplaced = items.filter(({ command, group = '' }) => {
      const [wanted] = ENDS.includes(command) ? ['5_destroy'] : (VERBS.find(([, verbs]) => verbs.test(command)) ?? []);
      return wanted !== undefined && !group.startsWith('inline') && !group.startsWith(wanted);
    });
    expect(misplaced).toEqual([]);
  });

  it.each(LINES)('of %s shows at most three actions on the line itself, and all of them in the menu, too', (line) => {
    const shown = shownOn(line);
    const inline = shown.filter(({ group }) => group?.startsWith('inline'));
    expect(inline.length, inline.map(({ command }) => command).join(', ')).toBeLessThanOrEqual(3);
    const menu = new Set(shown.filter(({ group }) => !group?.startsWith('inline')).map(({ command }) => command));
    if (!line.startsWith('link;')) expect(inline.map(({ command }) => command).filter((id) => !menu.has(id))).toEqual([]);
  });

  it('says of each entry for which view and which line it is', () => {
    expect(items.filter(({ when = '' }) => !/^view == slipway\.\w+ && viewItem =~ \/\^\w+;/.test(when))).toEqual([]);
  });
});

describe('a keyboard shortcut', () => {
  it('works only in a view of Slipway, and not while somebody types there', () => {
    for (const { command, key, when } of contributes.keybindings) {
      expect(when, `${command} ${key}`).toMatch(/^focusedView (== slipway\.\w+|=~ \/\^slipway)/);
      if (!/^f\d+$/.test(key)) expect(when, `${command} ${key}`).toContain('!inputFocus');
    }
  });

  it('means one thing in each view', () => {
    const places = contributes.keybindings.map(({ key, when }) => `${key} when ${when}`);
    expect(places.filter((place, at) => places.indexOf(place) !== at)).toEqual([]);
  });

  it('stands in the README', () => {
    const readme = readFileSync('README.md', 'utf8').toLowerCase();
    const shown = contributes.keybindings.map(({ key }) => `\`${key}\``);
    expect([...new Set(shown)].filter((key) => !readme.includes(key))).toEqual([]);
  });
});
