import { createEmitter } from '../events.ts';
import type { Event } from '../events.ts';
import type { RpcErrorCode } from './rpc-error.ts';

/** One call, as Activity shows it; a background call stands for all its repetitions. */
export interface CallRecord {
  readonly key: string;
  readonly method: string;
  readonly service: string;
  readonly startedAt: number;
  /** Undefined while it runs. */
  readonly milliseconds: number | undefined;
  readonly code: RpcErrorCode | 'ok' | undefined;
  readonly message: string;
  readonly background: boolean;
  readonly repetitions: number;
  readonly request: unknown;
  readonly reply: unknown;
}

/** A long act of the user: a pull, a run. */
export interface TaskRecord {
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  /** 0 to 1; undefined when it cannot be told. */
  readonly fraction: number | undefined;
  readonly parts: readonly TaskPart[];
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly startedAt: number;
}

export interface TaskPart {
  readonly name: string;
  readonly detail: string;
  readonly done: boolean;
}

export interface TaskHandle {
  readonly key: string;
  readonly signal: AbortSignal;
  update(change: {
    readonly detail?: string;
    readonly fraction?: number | undefined;
    readonly parts?: readonly TaskPart[];
  }): void;
  end(state: 'done' | 'failed' | 'cancelled', detail: string): void;
}

export interface CallStart {
  readonly method: string;
  readonly service: string;
  readonly background: boolean;
  /** It lasts: what is shown of it meanwhile is that it runs. */
  readonly lasting?: boolean;
  readonly request: unknown;
}

export interface CallEnd {
  readonly code: RpcErrorCode | 'ok';
  readonly message: string;
  readonly reply: unknown;
}

/** What was asked of the runtime, newest first, at most `limit` calls and `limit` tasks. */
export interface Activity {
  readonly calls: readonly CallRecord[];
  readonly tasks: readonly TaskRecord[];
  readonly onDidChange: Event<void>;
  /** Returns what ends the call; ending twice does nothing. */
  begin(call: CallStart): (end: CallEnd) => void;
  beginTask(title: string): TaskHandle;
  cancel(taskKey: string): void;
  /** Forgets everything that has ended. */
  clear(): void;
}

export function createActivity(options: { readonly limit: number; readonly now: () => number }): Activity {
  return new BoundedActivity(options.limit, options.now);
}

class BoundedActivity implements Activity {
  calls: readonly CallRecord[] = [];
  tasks: readonly TaskRecord[] = [];
  readonly onDidChange: Event<void>;
  private readonly changes = createEmitter<undefined>();
  private readonly limit: number;
  private readonly now: () => number;
  private readonly cancels = new Map<string, AbortController>();
  private nextKey = 1;

  constructor(limit: number, now: () => number) {
    this.limit = limit;
    this.now = now;
    this.onDidChange = (listener) =>
      this.changes.event(() => {
        listener();
      });
  }

  begin(call: CallStart): (end: CallEnd) => void {
    const startedAt = this.now();
    const { method, service, background, request } = call;
    const running: CallRecord = {
      ...{ method, service, background, request },
      key: this.newKey(),
      startedAt,
      milliseconds: undefined,
      code: undefined,
      message: '',
      repetitions: 1,
      reply: undefined,
    };
    if (!call.background) this.putCall(running);
    else if (call.lasting === true) this.putCall(this.repeated(running));
    let open = true;
    return (end) => {
      if (!open) return;
      open = false;
      const ended = { ...running, ...end, milliseconds: this.now() - startedAt };
      // Two of a kind may run at once: which line they share is known only now.
      this.putCall(call.background ? this.repeated(ended) : ended);
    };
  }

  /** On the line of its kind, which counts it once. */
  private repeated(record: CallRecord): CallRecord {
    const earlier = this.calls.find((each) => each.background && each.method === record.method);
    if (earlier === undefined) return record;
    const isCounted = earlier.code === undefined && earlier.startedAt === record.startedAt;
    return { ...record, key: earlier.key, repetitions: earlier.repetitions + (isCounted ? 0 : 1) };
  }

  beginTask(title: string): TaskHandle {
    const key = this.newKey();
    const controller = new AbortController();
    this.cancels.set(key, controller);
    this.putTask({ key, title, detail: '', fraction: undefined, parts: [], state: 'running', startedAt: this.now() });
    return {
      key,
      signal: controller.signal,
      update: (change) => {
        this.changeTask(key, change);
      },
      end: (state, detail) => {
        this.cancels.delete(key);
        this.changeTask(key, { state, detail, fraction: undefined });
      },
    };
  }

  cancel(taskKey: string): void {
    this.cancels.get(taskKey)?.abort();
  }

  clear(): void {
    this.calls = this.calls.filter((call) => call.code === undefined);
    this.tasks = this.tasks.filter((task) => task.state === 'running');
    this.changes.fire(undefined);
  }

  private newKey(): string {
    return String(this.nextKey++);
  }

  private putCall(record: CallRecord): void {
    const at = this.calls.findIndex((call) => call.key === record.key);
    this.calls = at < 0 ? [record, ...this.calls].slice(0, this.limit) : this.calls.with(at, record);
    this.changes.fire(undefined);
  }

  private putTask(record: TaskRecord): void {
    const running = this.tasks.filter((task) => task.state === 'running');
    const ended = this.tasks.filter((task) => task.state !== 'running').slice(0, this.limit);
    this.tasks = [record, ...running, ...ended];
    this.changes.fire(undefined);
  }

  private changeTask(key: string, change: Partial<TaskRecord>): void {
    this.tasks = this.tasks.map((task) => (task.key === key && task.state === 'running' ? { ...task, ...change } : task));
    this.changes.fire(undefined);
  }
}
