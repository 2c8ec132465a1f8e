import { RpcError, isRpcError, messageOf } from '../client/rpc-error.ts';
import type { CommandSession, TerminalSize } from '../client/streams/command-session.ts';
import { createEmitter } from '../events.ts';
import { t } from '../l10n.ts';
import type { StreamTerminal } from '../terminal/stream-terminal.ts';
import { runTask } from './run-task.ts';
import type { TaskParts } from './run-task.ts';
import type { SlipwayTask } from './task-definition.ts';

const CANCELLED = 130;
const FAILED = 1;
const INTERRUPT = '\u0003';
const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';

/** The terminal of one task: its exit code is the task's; Ctrl+C and closing it cancel. */
export function createTaskTerminal(
  read: () => SlipwayTask,
  parts: Omit<TaskParts, 'write' | 'onSession' | 'signal'>,
): StreamTerminal {
  const writes = createEmitter<string>();
  const closes = createEmitter<number>();
  const stopping = new AbortController();
  let session: CommandSession | undefined;
  let size: TerminalSize | undefined;
  const cancel = (): void => {
    stopping.abort(new RpcError('cancelled', t('cancelled by the user')));
  };
  const write = (text: string): void => {
    writes.fire(text.replaceAll(/\r?\n/g, '\r\n'));
  };
  const onSession = (opened: CommandSession): void => {
    session = opened;
    if (size !== undefined) opened.resize(size);
  };
  const run = async (): Promise<void> => {
    try {
      closes.fire(await runTask(read(), { ...parts, write, onSession, signal: stopping.signal }));
    } catch (error) {
      const isCancelled = stopping.signal.aborted || isRpcError(error, 'cancelled');
      const hint = isRpcError(error) && error.hint !== undefined ? ` (${error.hint})` : '';
      write(`${RED}${isCancelled ? t('cancelled by the user') : `${messageOf(error)}${hint}`}${PLAIN}\n`);
      closes.fire(isCancelled ? CANCELLED : FAILED);
    }
  };
  return {
    onDidWrite: writes.event,
    onDidClose: closes.event,
    open: (given) => {
      size = given;
      void run();
    },
    close: cancel,
    handleInput: (text) => {
      if (session !== undefined) void session.write(Buffer.from(text, 'utf8'));
      else if (text === INTERRUPT) cancel();
    },
    setDimensions: (given) => {
      size = given;
      session?.resize(given);
    },
  };
}
