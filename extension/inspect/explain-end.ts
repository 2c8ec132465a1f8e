import type { ContainerDetails } from '../client/types.ts';
import { t } from '../l10n.ts';
import { sizeOf } from '../tree/words.ts';

/** Why a container has ended, in sentences, and what one may do about it. */
export interface EndExplained {
  readonly what: string;
  readonly advice: readonly string[];
}

const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};
/** A shell's and runc's way to say that a signal ended a program. */
const SIGNAL_BASE = 128;
const AT_ONCE_MS = 2000;

type Ended = Pick<ContainerDetails, 'exitCode' | 'reason' | 'message' | 'startedAt' | 'finishedAt' | 'limits'> & {
  /** The program and its arguments; empty where the runtime does not say it. */
  readonly command: readonly string[];
};

/** Reads exit code, reason and times as the runtime reports them (CRI ContainerStatus). */
export function explainEnd(container: Ended): EndExplained {
  const { exitCode, reason, startedAt, finishedAt } = container;
  // Where nobody knows, it is not "at once".
  const ranMs = startedAt === 0 || finishedAt < startedAt ? Number.NaN : finishedAt - startedAt;
  if (reason === 'StartError' || reason === 'ContainerCannotRun') return startFailed(container);
  if (reason === 'OOMKilled') return outOfMemory(container, ranMs);
  const signal = SIGNALS[exitCode - SIGNAL_BASE];
  if (signal !== undefined) return ofSignal(signal, ranMs);
  if (exitCode === 0) {
    const advice =
      ranMs < AT_ONCE_MS
        ? [t('A container lives as long as its first process. One that is to stay needs a process that stays in the foreground.')]
        : [];
    return {
      what: t('Its process has ended by itself after {0}, and said that all went well (exit code 0).', ranFor(ranMs)),
      advice,
    };
  }
  return ofExitCode(container, ranMs);
}

function startFailed({ message, command }: Ended): EndExplained {
  const advice = [t('Look at the command, the working directory and the mounts: what they name has to be in the image.')];
  const program = command[0];
  if (program !== undefined && /no such file|not found/i.test(message))
    advice.unshift(t('{0} is not in the image, or the program that has to interpret it is not.', program));
  if (/permission denied/i.test(message)) advice.unshift(t('The file is there, but its mode or the user does not let it run.'));
  return { what: t('Its process could not be started.'), advice };
}

function outOfMemory({ limits }: Ended, ranMs: number): EndExplained {
  const what =
    limits.memoryBytes === undefined
      ? t('The kernel has killed it after {0}, as the memory it may use was used up.', ranFor(ranMs))
      : t(
          'The kernel has killed it after {0}, as it used more than the {1} of memory that it may.',
          ranFor(ranMs),
          sizeOf(limits.memoryBytes),
        );
  return {
    what,
    advice: [t('Give it more memory, or look for what needs so much: the last lines of the log tell what it did.')],
  };
}

function ofSignal(signal: string, ranMs: number): EndExplained {
  const what = t('The signal {0} has ended it after {1}.', signal, ranFor(ranMs));
  switch (signal) {
    case 'SIGKILL':
      return {
        what,
        advice: [
          t(
            'Somebody has stopped it and it did not end in time, or has killed it; or the kernel has, as the machine ran out of memory.',
          ),
        ],
      };
    case 'SIGTERM':
    case 'SIGINT':
    case 'SIGHUP':
    case 'SIGQUIT':
      return { what, advice: [t('That is how a container is stopped: nothing is wrong, unless nobody has stopped it.')] };
    case 'SIGSEGV':
    case 'SIGBUS':
    case 'SIGILL':
    case 'SIGFPE':
    case 'SIGABRT':
      return {
        what,
        advice: [t('The program has crashed: a fault of its own, or a library or processor other than it was built for.')],
      };
    default:
      return { what, advice: [] };
  }
}

function ofExitCode({ exitCode, command }: Ended, ranMs: number): EndExplained {
  const what = t(
    'Its process has ended by itself after {0} with exit code {1}: it says that something went wrong.',
    ranFor(ranMs),
    exitCode,
  );
  const program = command[0] ?? t('the program');
  if (exitCode === 127) return { what, advice: [t('127 is how a shell says that it did not find a command.')] };
  if (exitCode === 126)
    return { what, advice: [t('126 is how a shell says that it may not run a command: look at the mode of the file.')] };
  const advice = [t('What {0} means by {1} is its own: the last lines of the log tell most.', program, exitCode)];
  if (ranMs < AT_ONCE_MS)
    advice.push(t('It ended at once: most often an argument, a variable or a file that it needs is missing.'));
  return { what, advice };
}

/** "200 ms", "12 s", "3 min", "2 h 5 min". */
function ranFor(ms: number): string {
  if (Number.isNaN(ms)) return t('some time');
  if (ms < 1000) return t('{0} ms', Math.max(0, Math.round(ms)));
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return t('{0} s', seconds);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? t('{0} min', minutes) : t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}
