import type { LogEntry } from '../client/types.ts';

/** The text of a followed log, bounded: the oldest lines go first. */
export interface LogBuffer {
  readonly text: string;
  /** `source` names whose lines these are, where the log has those of several. */
  add(entries: readonly LogEntry[], source?: string): void;
  note(line: string): void;
}

export interface LogBufferLimits {
  readonly lines: number;
}

/** Control sequences (colours, cursor moves) and other control characters, which a plain document cannot show. */
// eslint-disable-next-line no-control-regex -- control characters are what it removes
const CONTROLS = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[\u0000-\u0008\u000b-\u001f\u007f]/g;

export function createLogBuffer(limits: LogBufferLimits): LogBuffer {
  const lines: string[] = [];
  /** Whose line goes on in the next entry; '' = the last line is whole. */
  let open = '';
  let dropped = 0;
  const trim = (): void => {
    if (lines.length <= limits.lines) return;
    dropped += lines.splice(0, lines.length - limits.lines).length;
  };
  return {
    get text() {
      const head = dropped === 0 ? '' : `… ${dropped} earlier lines are not shown\n`;
      return head + lines.join('\n') + (lines.length > 0 && open === '' ? '\n' : '');
    },
    add: (entries, source) => {
      const prefix = source === undefined ? '' : `${source} | `;
      for (const entry of entries) {
        const text = entry.text.replaceAll(CONTROLS, '');
        const owner = `${entry.stream} ${prefix}`;
        if (open === owner) lines.push(`${lines.pop() ?? ''}${text}`);
        else lines.push(`${timeOf(entry.time)} ${prefix}${entry.stream === 'stderr' ? 'err ' : ''}${text}`);
        open = entry.partial ? owner : '';
      }
      trim();
    },
    note: (line) => {
      lines.push(line);
      open = '';
      trim();
    },
  };
}

function timeOf(time: number): string {
  return time === 0 ? '' : new Date(time).toISOString();
}
