import { constants } from 'node:os';
import { CriError } from '../base/cri-error.ts';

const REALTIME_MIN = 34;
const REALTIME_MAX = 64;

/** Linux number of the signal to stop with: the container's own (0 = not set), else the image's, else SIGTERM. */
export function stopSignalOf(configured: number, image: string): number {
  if (configured > 0) return configured;
  return image === '' ? constants.signals.SIGTERM : signalNumber(image);
}

/** Linux number of `SIGTERM`, `TERM`, `15`, `SIGRTMIN+3`, `RTMINPLUS3` … Throws invalid-argument for anything else. */
function signalNumber(text: string): number {
  const name = text.trim().toUpperCase().replace(/^SIG/, '');
  const known = (constants.signals as Partial<Record<string, number>>)[`SIG${name}`];
  const realtime = /^RT(MIN|MAX)(?:(?:\+|PLUS|-|MINUS)(\d{1,2}))?$/.exec(name);
  const offset = Number(realtime?.[2] ?? 0);
  const number =
    realtime === null ? (known ?? Number(name)) : realtime[1] === 'MIN' ? REALTIME_MIN + offset : REALTIME_MAX - offset;
  if (Number.isInteger(number) && number > 0 && number <= REALTIME_MAX) return number;
  throw new CriError('invalid-argument', `stop signal ${JSON.stringify(text)} is not a signal`);
}
