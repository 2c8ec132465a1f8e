/** Those who want to hear of something. */
export interface Listeners<Args extends readonly unknown[]> {
  /** Calls each of them, in the order in which they came. */
  readonly tell: (...args: Args) => void;
  /** Returns the way to end it. */
  listen(listener: (...args: Args) => void): () => void;
}

export function createListeners<Args extends readonly unknown[]>(): Listeners<Args> {
  const listeners = new Set<(...args: Args) => void>();
  return {
    tell: (...args) => {
      for (const listener of listeners) listener(...args);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
