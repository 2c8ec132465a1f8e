import { constants } from 'node:os';
import { CriError } from '../base/cri-error.ts';

const REALTIME_MIN = 34;
const REALTIME_MAX = 64;

/** The names of CRI's Signal enumeration from 1 on; its numbers are not those of Linux. The realtime signals follow. */
const CRI_NAMES = [
  'ABRT',
  'ALRM',
  'BUS',
  'CHLD',
  'CHLD',
  'CONT',
  'FPE',
  'HUP',
  'ILL',
  'INT',
  'IO',
  'IOT',
  'KILL',
  'PIPE',
  'POLL',
  'PROF',
  'PWR',
  'QUIT',
  'SEGV',
  'STKFLT',
  'STOP',
  'SYS',
  'TERM',
  'TRAP',
  'TSTP',
  'TTIN',
  'TTOU',
  'URG',
  'USR1',
  'USR2',
  'VTALRM',
  'WINCH',
  'XCPU',
  'XFSZ',
];

/** Linux number of the signal to stop with: CRI's Signal of the container, else the image's, else SIGTERM. */
export function stopSignalOf(configured: number, image: string): number {
  if (configured > CRI_NAMES.length + REALTIME_MAX - REALTIME_MIN + 1) {
    throw new CriError('invalid-argument', `stop signal ${String(configured)} is not in CRI's list`);
  }
  const name = CRI_NAMES[configured - 1];
  if (name !== undefined) return signalNumber(name);
  if (configured > 0) return REALTIME_MIN + configured - CRI_NAMES.length - 1;
  return image === '' ? constants.signals.SIGTERM : signalNumber(image);
}

/** Linux number of `SIGTERM`, `TERM`, `15`, `SIGRTMIN+3`, `RTMINPLUS3` … Throws invalid-argument for anything else. */
export function signalNumber(text: string): number {
  const name = text.trim().toUpperCase().replace(/^SIG/, '');
  const known = (constants.signals as Partial<Record<string, number>>)[`SIG${name}`];
  const realtime = /^RT(MIN|MAX)(?:(?:\+|PLUS|-|MINUS)(\d{1,2}))?$/.exec(name);
  const offset = Number(realtime?.[2] ?? 0);
  const number =
    realtime === null ? (known ?? Number(name)) : realtime[1] === 'MIN' ? REALTIME_MIN + offset : REALTIME_MAX - offset;
  if (Number.isInteger(number) && number > 0 && number <= REALTIME_MAX) return number;
  throw new CriError('invalid-argument', `stop signal ${JSON.stringify(text)} is not a signal`);
}
