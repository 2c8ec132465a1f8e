import { isRpcError } from '../client/rpc-error.ts';
import type { Disposable } from '../events.ts';
import type { Timers } from './live-query.ts';

/** Hears the events of a runtime while somebody watches, and opens the stream again after a loss. */
export interface EventWatch extends Disposable {
  /** True while events can be relied on: then nobody has to poll fast. */
  readonly live: boolean;
  watch(): Disposable;
  /** Opens it now, because the runtime is known to be back. */
  retry(): void;
}

export interface EventWatchOptions {
  readonly open: (signal: AbortSignal) => AsyncIterable<unknown>;
  readonly onEvent: () => void;
  readonly timers?: Timers;
}

/** A stream that lives this long is offered; one that ends sooner without a word is not, and nobody opens it again. */
const TRUST_MS = 1000;
/** A burst of events (a pod that starts) is one look. */
const BURST_MS = 150;
const REOPEN_MS = 2000;
const MAX_REOPEN_MS = 60_000;

const systemTimers: Timers = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

export function followEvents(options: EventWatchOptions): EventWatch {
  return new EventStream(options);
}

class EventStream implements EventWatch {
  live = false;
  private readonly options: EventWatchOptions;
  private readonly timers: Timers;
  private watchers = 0;
  private running: AbortController | undefined;
  private offered = true;
  private losses = 0;
  private readonly cancels = new Map<string, () => void>();

  constructor(options: EventWatchOptions) {
    this.options = options;
    this.timers = options.timers ?? systemTimers;
  }

  watch(): Disposable {
    this.watchers += 1;
    this.open();
    let watching = true;
    return {
      dispose: () => {
        if (!watching) return;
        watching = false;
        this.watchers -= 1;
        if (this.watchers === 0) this.close();
      },
    };
  }

  retry(): void {
    if (this.running === undefined) this.losses = 0;
    this.open();
  }

  dispose(): void {
    this.watchers = 0;
    this.close();
  }

  private open(): void {
    if (this.running !== undefined || this.watchers === 0 || !this.offered) return;
    const controller = new AbortController();
    this.running = controller;
    this.later('reopen', undefined);
    this.later('trust', TRUST_MS, () => {
      this.live = true;
      this.losses = 0;
    });
    void this.read(controller.signal);
  }

  private async read(signal: AbortSignal): Promise<void> {
    let heard = false;
    try {
      for await (const _event of this.options.open(signal)) {
        heard = true;
        this.live = true;
        if (!this.cancels.has('burst')) this.later('burst', BURST_MS, this.options.onEvent);
      }
      if (!heard && !this.live && !signal.aborted) this.offered = false;
    } catch (error) {
      // Any other reason is in Activity; what was missed meanwhile comes with the next list.
      if (isRpcError(error, 'unimplemented')) this.offered = false;
    }
    if (signal.aborted) return;
    this.running = undefined;
    this.live = false;
    this.later('trust', undefined);
    this.losses += 1;
    this.later('reopen', Math.min(REOPEN_MS * 2 ** (this.losses - 1), MAX_REOPEN_MS), () => {
      this.open();
    });
  }

  private close(): void {
    this.running?.abort();
    this.running = undefined;
    this.live = false;
    for (const name of [...this.cancels.keys()]) this.later(name, undefined);
  }

  private later(name: string, ms: number | undefined, run: () => void = () => undefined): void {
    this.cancels.get(name)?.();
    this.cancels.delete(name);
    if (ms === undefined) return;
    this.cancels.set(
      name,
      this.timers.after(ms, () => {
        this.cancels.delete(name);
        run();
      }),
    );
  }
}
