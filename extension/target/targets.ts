import { createEmitter } from '../events.ts';
import type { Event } from '../events.ts';
import type { Health } from './health.ts';
import { LOCAL_ID, foreignTarget, localTarget } from './target.ts';
import type { Target, TargetEntry } from './target.ts';

/** The runtimes that somebody has named, and the one of them that this window shows. */
export interface Targets {
  /** This machine's own first. */
  readonly list: readonly Target[];
  readonly chosen: Target;
  /** Another one was chosen, or the list has changed. */
  readonly onDidChange: Event<void>;
  choose(id: string): Promise<void>;
  /** A socket that is known already gets the new label. */
  add(entry: TargetEntry): Promise<Target>;
  /** Who removes the chosen one is back at this machine's own. */
  remove(id: string): Promise<void>;
  /** Tests the way to one of them, and remembers how it was. */
  test(target: Target): Promise<Health>;
  /** How it was when it was last tested, or shown. */
  lastHealth(id: string): Health | undefined;
  remember(id: string, health: Health): void;
  /** Somebody has edited the list by hand. */
  reload(): void;
}

export interface TargetParts {
  readonly socket: () => string;
  readonly entries: () => readonly TargetEntry[];
  readonly save: (entries: readonly TargetEntry[]) => PromiseLike<void>;
  /** Of the workspace. */
  readonly memory: { get(key: string): unknown; update(key: string, value: unknown): PromiseLike<void> };
  readonly examine: (target: Target) => Promise<Health>;
}

const CHOSEN = 'slipway.target';

export function createTargets({ socket, entries, save, memory, examine }: TargetParts): Targets {
  const changes = createEmitter<undefined>();
  const known = new Map<string, Health>();
  const list = (): readonly Target[] => [localTarget(socket()), ...entries().map(foreignTarget)];
  const chosen = (): Target => {
    const id = memory.get(CHOSEN);
    return list().find((target) => target.id === id) ?? localTarget(socket());
  };
  const choose = async (id: string): Promise<void> => {
    await memory.update(CHOSEN, id);
    changes.fire(undefined);
  };
  return {
    get list() {
      return list();
    },
    get chosen() {
      return chosen();
    },
    onDidChange: (listener) =>
      changes.event(() => {
        listener();
      }),
    choose,
    add: async (entry) => {
      await save([...entries().filter((each) => each.socket !== entry.socket), entry]);
      changes.fire(undefined);
      return foreignTarget(entry);
    },
    remove: async (id) => {
      known.delete(id);
      const isChosen = chosen().id === id;
      await save(entries().filter((entry) => foreignTarget(entry).id !== id));
      if (isChosen) await choose(LOCAL_ID);
      else changes.fire(undefined);
    },
    test: async (target) => {
      const health = await examine(target);
      known.set(target.id, health);
      changes.fire(undefined);
      return health;
    },
    lastHealth: (id) => known.get(id),
    remember: (id, health) => {
      known.set(id, health);
    },
    reload: () => {
      changes.fire(undefined);
    },
  };
}
