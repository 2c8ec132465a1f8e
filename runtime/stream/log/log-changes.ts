import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { errnoOf } from '../../base/cri-error.ts';

/** Where fs.watch misses a change (a network file system), this bounds the delay. */
const POLL_MS = 1000;

/** Remembers that something happened to one of several files, so that a change between two reads is never missed. */
export class LogChanges {
  private changed = false;
  private wake: (() => void) | undefined;
  private readonly stops: (() => void)[] = [];
  /** Names of interest, by watched directory. */
  private readonly watched = new Map<string, Set<string>>();

  /** `onChange` says what else may be worth a look; it returns the way to stop it. */
  constructor(onChange: (notice: () => void) => () => void, signal: AbortSignal | undefined) {
    const timer = setInterval(this.notice, POLL_MS);
    this.stops.push(() => {
      clearInterval(timer);
    }, onChange(this.notice));
    if (signal === undefined) return;
    signal.addEventListener('abort', this.notice);
    this.stops.push(() => {
      signal.removeEventListener('abort', this.notice);
    });
  }

  add(path: string): void {
    const directory = dirname(path);
    const names = this.watched.get(directory);
    if (names !== undefined) {
      names.add(basename(path));
      return;
    }
    const own = new Set([basename(path)]);
    try {
      const watcher = watch(directory, (_event, file) => {
        if (file === null || own.has(file)) this.notice();
      });
      watcher.on('error', this.notice);
      this.watched.set(directory, own);
      this.stops.push(() => {
        watcher.close();
      });
    } catch (error) {
      // Without a watch (no directory yet, no inotify instances left) the poll does the work.
      if (errnoOf(error) === undefined) throw error;
    }
  }

  async next(): Promise<void> {
    if (!this.changed)
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    this.changed = false;
    this.wake = undefined;
  }

  close(): void {
    for (const stop of this.stops) stop();
  }

  private readonly notice = (): void => {
    this.changed = true;
    this.wake?.();
  };
}
