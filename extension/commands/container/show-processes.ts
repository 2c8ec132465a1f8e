import type { Process } from '../../client/container-calls.ts';
import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { ageOf, sizeOf } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';

/** The processes of a container as a table, those with most processor time first. */
export async function showProcesses({ session, ui }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  const processes = await session.client.listProcesses(container.id);
  const rows = processes.toSorted((a, b) => b.cpuTimeNs - a.cpuTimeNs).map((process) => rowOf(process, Date.now()));
  const text = tableOf([['PID', 'HOST', 'UID', 'STATE', 'CPU', 'MEMORY', 'AGE', 'COMMAND'], ...rows]);
  await ui.showText({ title: t('Processes of {0}', container.name), text, language: 'plaintext' });
}

function rowOf({ pid, hostPid, uid, state, cpuTimeNs, rssBytes, startedAt, command }: Process, now: number): readonly string[] {
  const seconds = (cpuTimeNs / 1e9).toFixed(2);
  return [
    pid === 0 ? '' : String(pid),
    String(hostPid),
    String(uid),
    state,
    `${seconds} s`,
    sizeOf(rssBytes),
    ageOf(startedAt, now),
    command.join(' ').replaceAll(/\s+/g, ' '),
  ];
}

/** Columns of numbers end under each other; the last column is as long as it is. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const columns = (rows[0] ?? []).length;
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, at) => (at === columns - 1 ? cell : cell.padStart(widths[at] ?? 0))).join('  '));
  return `${lines.join('\n')}\n`;
}
