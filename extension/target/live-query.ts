import { createEmitter } from '../events.ts';
import type { Disposable, Event } from '../events.ts';

/** The last good answer, when it came, and what went wrong since. */
export interface Snapshot<T> {
  readonly value: T | undefined;
  /** Milliseconds since 1970 of the last good answer; 0 before the first. */
  readonly fetchedAt: number;
  readonly error: unknown;
}

/** A question asked again and again while somebody looks, and at once when something was done. */
export interface LiveQuery<T> extends Disposable {
  readonly snapshot: Snapshot<T>;
  readonly onDidChange: Event<Snapshot<T>>;
  /** Asks at intervals until disposed; the first watcher asks at once. */
  watch(): Disposable;
  /** Asks now, after any question that is on its way; never rejects, the outcome is in `snapshot`. */
  refresh(): Promise<void>;
  /** Forgets the answer (the runtime was stopped on purpose). */
  clear(): void;
}

export interface Timers {
  now(): number;
  /** Returns what cancels it. */
  after(ms: number, run: () => void): () => void;
}

const systemTimers: Timers = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

export interface LiveQueryOptions<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
  readonly intervalMs: () => number;
  readonly timers?: Timers;
}

/** After this many equal answers the interval doubles, and after three times as many it doubles again. */
const QUIET_ANSWERS = 10;
const MAX_ERROR_FACTOR = 8;

/** Makes a LiveQuery; the caller disposes it. */
export function createLiveQuery<T>(options: LiveQueryOptions<T>): LiveQuery<T> {
  return new PollingQuery(options);
}

class PollingQuery<T> implements LiveQuery<T> {
  snapshot: Snapshot<T> = { value: undefined, fetchedAt: 0, error: undefined };
  readonly onDidChange: Event<Snapshot<T>>;
  private readonly changes = createEmitter<Snapshot<T>>();
  private readonly options: LiveQueryOptions<T>;
  private readonly timers: Timers;
  private readonly stopping = new AbortController();
  private watchers = 0;
  private cancelTimer: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private queued: Promise<void> | undefined;
  private text = '';
  private quiet = 0;
  private failures = 0;

  constructor(options: LiveQueryOptions<T>) {
    this.options = options;
    this.timers = options.timers ?? systemTimers;
    this.onDidChange = this.changes.event;
  }

  watch(): Disposable {
    this.watchers += 1;
    if (this.watchers === 1) void this.refresh();
    let watching = true;
    return {
      dispose: () => {
        if (!watching) return;
        watching = false;
        this.watchers -= 1;
        if (this.watchers === 0) this.unschedule();
      },
    };
  }

  refresh(): Promise<void> {
    this.quiet = 0;
    if (this.running === undefined) return this.start();
    this.queued ??= this.running.then(() => {
      this.queued = undefined;
      return this.start();
    });
    return this.queued;
  }

  clear(): void {
    this.text = '';
    this.publish({ value: undefined, fetchedAt: 0, error: undefined });
  }

  dispose(): void {
    this.watchers = 0;
    this.unschedule();
    this.stopping.abort();
  }

  private start(): Promise<void> {
    this.unschedule();
    if (this.stopping.signal.aborted) return Promise.resolve();
    this.running = this.askOnce().finally(() => {
      this.running = undefined;
      this.schedule();
    });
    return this.running;
  }

  private async askOnce(): Promise<void> {
    try {
      const value = await this.options.ask(this.stopping.signal);
      const text = JSON.stringify(value);
      const same = text === this.text && this.failures === 0;
      this.text = text;
      this.failures = 0;
      this.quiet = same ? this.quiet + 1 : 0;
      const snapshot = { value, fetchedAt: this.timers.now(), error: undefined };
      if (same) this.snapshot = snapshot;
      else this.publish(snapshot);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      this.failures += 1;
      this.publish({ ...this.snapshot, error });
    }
  }

  private publish(snapshot: Snapshot<T>): void {
    this.snapshot = snapshot;
    this.changes.fire(snapshot);
  }

  private schedule(): void {
    this.unschedule();
    if (this.watchers === 0 || this.stopping.signal.aborted) return;
    this.cancelTimer = this.timers.after(this.options.intervalMs() * this.factor(), () => void this.start());
  }

  private factor(): number {
    if (this.failures > 0) return Math.min(2 ** (this.failures - 1), MAX_ERROR_FACTOR);
    if (this.quiet >= QUIET_ANSWERS * 3) return 4;
    return this.quiet >= QUIET_ANSWERS ? 2 : 1;
  }

  private unschedule(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
  }
}
