import { join } from 'node:path';
import { stdout } from 'node:process';
import { surveyCalls } from './survey.ts';

/** Tests that are named; the others are counted. */
const SHOWN = 3;

/** `npm run rpcs`: each call of the API, whether the daemon answers it, which tests make it, and where the workbench shows it. */
const rows = surveyCalls(join(import.meta.dirname, '../..')).map(({ name, implemented, testedBy, places }) => [
  name,
  implemented ? 'yes' : 'no',
  listed(testedBy),
  places.length === 0 ? '–' : places.join(', '),
]);
const heads = ['RPC', 'answered', 'tested by', 'in the workbench'];
const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
for (const row of [heads, widths.map((width) => '─'.repeat(width)), ...rows]) {
  stdout.write(
    `${row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()}\n`,
  );
}
const count = (at: number, none: string): number => rows.filter((row) => row[at] !== none).length;
stdout.write(
  `\n${String(rows.length)} calls: ${String(count(1, 'no'))} answered, ${String(count(2, '–'))} tested, ${String(count(3, '–'))} in the workbench\n`,
);

function listed(names: readonly string[]): string {
  if (names.length === 0) return '–';
  const more = names.length > SHOWN ? [`+${String(names.length - SHOWN)}`] : [];
  return [...names.slice(0, SHOWN), ...more].join(', ');
}
