import type { Daemon } from '../daemon.ts';
import type { Death, DeathPlan } from './death-plan.ts';

/** One act of the daemon that has to survive its death at any moment. */
export interface MortalAct {
  /** Makes what the act needs. */
  readonly prepare?: () => Promise<unknown>;
  readonly act: () => Promise<unknown>;
  /** After the next daemon has recovered: throws when what it says is not what there is. */
  readonly check: () => Promise<unknown>;
  /** The request again, which has to succeed whatever came of the first one. Default: `act`. */
  readonly again?: () => Promise<unknown>;
  /** Takes away what act and prepare have made, and throws when more than that is left. */
  readonly clear: () => Promise<unknown>;
}

export interface Mortal {
  readonly daemon: Daemon;
  readonly death: Death;
  /** How many moments are visited, spread over all of them; Infinity = all. */
  readonly moments: number;
}

interface Moment extends DeathPlan {
  readonly call: string;
}

/** Milliseconds after the start of a program: right away, and while it works. */
const DELAYS_MS = [0, 4, 12, 30];

/**
 * Learns the calls of an act, then has the daemon killed before each of them, after the last, and while a program works that it has
 * started; the next daemon has to tell the truth and to answer the same request. Answers how many moments there are.
 */
export async function sweepDeaths({ daemon, death, moments }: Mortal, act: MortalAct): Promise<number> {
  await act.prepare?.();
  death.plan({ at: -1 });
  await act.act();
  const calls = death.rest();
  await act.clear();
  const all = momentsOf(calls);
  for (const moment of spread(all, moments)) {
    try {
      await dieOnce({ daemon, death, moments }, act, moment);
    } catch (cause) {
      const when = moment.afterMs === undefined ? 'before' : `${moment.afterMs} ms after`;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`killed ${when} call ${moment.at} of ${calls.length} (${moment.call}): ${why}`, { cause });
    }
  }
  return all.length;
}

function momentsOf(calls: readonly string[]): Moment[] {
  const before = calls.map((call, at) => ({ at, call }));
  const during = calls.flatMap((call, at) =>
    call.startsWith('spawn ') ? DELAYS_MS.map((afterMs) => ({ at, call, afterMs })) : [],
  );
  return [...before, ...during, { at: calls.length, call: 'the answer' }];
}

/** One of each of `count` equal shares, by chance: all are visited in the long run. */
function spread(all: readonly Moment[], count: number): Moment[] {
  if (count >= all.length) return [...all];
  const share = all.length / count;
  return Array.from({ length: count }, (_, n) => all[Math.floor((n + Math.random()) * share)]).filter(
    (moment) => moment !== undefined,
  );
}

async function dieOnce({ daemon, death }: Mortal, act: MortalAct, moment: Moment): Promise<void> {
  await act.prepare?.();
  death.plan(moment);
  // Its failure is the death; where the calls came in another order, the answer may have been first.
  await act.act().then(
    () => undefined,
    () => undefined,
  );
  await daemon.kill9();
  death.rest();
  await daemon.start();
  await act.check();
  await (act.again ?? act.act)();
  await act.clear();
}
