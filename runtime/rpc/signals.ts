import { constants } from 'node:os';
import { Signal } from '../../proto/gen/cri.ts';

const RT_MIN = 34;
const RT_MAX = 64;

/** CRI's own number of a signal → Linux's; 0 stays "not set"; undefined for a number that CRI does not have. */
export function linuxSignal(signal: Signal): number | undefined {
  return LINUX_BY_CRI.get(signal);
}

/** Linux number → CRI's; SIGNAL_RUNTIME_DEFAULT for one that CRI cannot say. */
export function criSignal(linux: number): Signal {
  return CRI_BY_LINUX.get(linux) ?? Signal.SIGNAL_RUNTIME_DEFAULT;
}

const LINUX_BY_CRI: ReadonlyMap<number, number> = new Map(
  Object.entries(Signal).flatMap(([name, number]) => {
    const linux = linuxNumber(name);
    return linux === undefined ? [] : [[number, linux]];
  }),
);

/** Where two names have one number (SIGIOT, SIGCLD, SIGPOLL are others' aliases), POSIX's name is told. */
const ALIASES = new Set<number>([Signal.SIGNAL_SIGIOT, Signal.SIGNAL_SIGCLD, Signal.SIGNAL_SIGPOLL]);
const CRI_BY_LINUX: ReadonlyMap<number, Signal> = new Map(
  [...LINUX_BY_CRI].filter(([cri]) => !ALIASES.has(cri)).map(([cri, linux]) => [linux, cri as Signal]),
);

function linuxNumber(name: string): number | undefined {
  if (name === 'SIGNAL_RUNTIME_DEFAULT') return 0;
  const short = name.slice('SIGNAL_'.length);
  const realtime = /^SIGRT(MIN|MAX)(?:PLUS|MINUS)?(\d*)$/.exec(short);
  if (realtime !== null) return realtime[1] === 'MIN' ? RT_MIN + Number(realtime[2]) : RT_MAX - Number(realtime[2]);
  if (short === 'SIGCLD') return constants.signals.SIGCHLD;
  return (constants.signals as Partial<Record<string, number>>)[short];
}
