export interface Disposable {
  dispose(): void;
}

/** Calls `listener` for each event until disposed. */
export type Event<T> = (listener: (event: T) => void) => Disposable;

export interface Emitter<T> {
  readonly event: Event<T>;
  fire(event: T): void;
}

/** An event source without VS Code, so that everything below the trees runs in plain Node.js. */
export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(event: T) => void>();
  return {
    event: (listener) => {
      const own = (event: T): void => {
        listener(event);
      };
      listeners.add(own);
      return { dispose: () => void listeners.delete(own) };
    },
    fire: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
  };
}

/** One Disposable for many; disposes in reverse order. */
export function disposeAll(items: readonly Disposable[]): Disposable {
  return {
    dispose: () => {
      for (const item of items.toReversed()) item.dispose();
    },
  };
}
