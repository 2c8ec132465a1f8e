import * as fs from 'node:fs';
import { join } from 'node:path';

/** When the daemon dies: at call number `at` (from 0; -1 = never, calls are only counted), before it is made, or so long after it. */
export interface DeathPlan {
  readonly at: number;
  readonly afterMs?: number | undefined;
}

/** One call in the log that daemon and test share; text beyond is cut off. */
export const CALL_BYTES = 160;

/** The test's side of `die-at-call.ts`. */
export interface Death {
  /** To be run before the daemon's own command line. */
  readonly wrapper: readonly string[];
  /** Counts from now on, and kills at the call of the plan. */
  plan(plan: DeathPlan): void;
  /** Nothing is counted any more; answers the calls since `plan`. */
  rest(): string[];
}

/** `directory` takes the plan and the calls. */
export function createDeath(directory: string): Death {
  fs.mkdirSync(directory, { recursive: true });
  const [planFile, callsFile] = [join(directory, 'plan'), join(directory, 'calls')];
  for (const file of [planFile, callsFile]) fs.writeFileSync(file, '');
  const preload = join(import.meta.dirname, 'die-at-call.ts');
  return {
    wrapper: ['env', `SLIPWAY_DEATH=${directory}`, `NODE_OPTIONS=--import=${preload}`],
    plan: ({ at, afterMs }) => {
      fs.truncateSync(callsFile);
      fs.writeFileSync(planFile, `${at} ${afterMs ?? ''}`);
    },
    rest: () => {
      fs.truncateSync(planFile);
      const text = fs.readFileSync(callsFile, 'latin1');
      return text
        .split('\n')
        .slice(0, -1)
        .map((line) => line.trim());
    },
  };
}

/** undefined while there is no plan. */
export function parsePlan(text: string): DeathPlan | undefined {
  const [at, afterMs] = text.split(' ');
  if (at === undefined || at === '') return undefined;
  return { at: Number(at), afterMs: afterMs === undefined || afterMs === '' ? undefined : Number(afterMs) };
}
