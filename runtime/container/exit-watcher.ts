import { watch, type FSWatcher } from 'node:fs';
import type { ContainerRecord } from '../base/container.ts';
import type { ContainerId } from '../base/ids.ts';
import type { Logger } from '../base/logger.ts';
import type { Host } from '../host/host.ts';
import { isAliveNow } from './proc.ts';

/** Sees containers end: by conmon's exit file at once, and by a slow look at the processes when conmon itself was killed. */
export interface ExitWatcher {
  open(): void;
  /** Begins to watch a container that is created or running. */
  add(record: ContainerRecord): void;
  /** Forgets it and lets those who wait go on. */
  settle(id: ContainerId): void;
  /** Resolves when the container has been settled; at once when it is not watched. */
  ended(id: ContainerId): Promise<void>;
  close(): void;
}

export interface ExitWatcherOptions {
  readonly host: Host;
  readonly log: Logger;
  readonly exits: string;
  readonly onExit: (id: ContainerId) => Promise<void>;
}

interface Watched {
  readonly record: ContainerRecord;
  readonly end: PromiseWithResolvers<undefined>;
  seen: boolean;
}

/** For a conmon that was killed: all others write an exit file, which is seen at once. */
const POLL_MS = 2000;
/** Containers that are looked at in one turn of the event loop. */
const AT_ONCE = 200;

/** An exit watcher; `onExit` is called once per container, and calls `settle` in the end. */
export function createExitWatcher(options: ExitWatcherOptions): ExitWatcher {
  const watched = new Map<string, Watched>();
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;
  const report = (id: string): void => {
    const item = watched.get(id);
    if (item === undefined || item.seen) return;
    item.seen = true;
    options.onExit(id as ContainerId).catch((error: unknown) => {
      item.seen = false;
      options.log.error('the end of a container could not be recorded; trying again', { container: id, error });
    });
  };
  const poll = async (): Promise<void> => {
    const ended = new Set(await options.host.files.list(options.exits));
    let looked = 0;
    for (const [id, { record, seen }] of watched) {
      if (seen) continue;
      if (ended.has(id) || hasDied(options.host.files, record)) report(id);
      if (++looked % AT_ONCE === 0) await options.host.clock.sleep(0);
    }
  };
  return {
    open: () => {
      watcher = watch(options.exits, { persistent: false }, (_event, name) => {
        if (name !== null) report(name);
      });
      watcher.on('error', (error) => {
        options.log.warn('exit files are only polled from now on', { error });
      });
      timer = setInterval(() => {
        poll().catch((error: unknown) => {
          options.log.error('could not look after containers', { error });
        });
      }, POLL_MS).unref();
    },
    add: (record) => {
      if (watched.has(record.id)) return;
      watched.set(record.id, { record, end: Promise.withResolvers(), seen: false });
    },
    settle: (id) => {
      watched.get(id)?.end.resolve(undefined);
      watched.delete(id);
    },
    ended: async (id) => watched.get(id)?.end.promise,
    close: () => {
      watcher?.close();
      clearInterval(timer);
    },
  };
}

/** Read on this thread: for hundreds of containers that costs a tenth of what it would on a pool thread. */
function hasDied(files: Host['files'], { init, conmon }: ContainerRecord): boolean {
  return !isAliveNow(files, init) && !isAliveNow(files, conmon);
}
