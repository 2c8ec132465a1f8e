export interface Steps {
  /** Does `act` and prints its name, its milliseconds and what it answered. A throw ends the flow. */
  step<T extends string | undefined>(name: string, act: () => T | Promise<T>): Promise<T>;
  /** The step that was begun last. */
  last(): string;
  count(): number;
}

export function createSteps(print: (line: string) => void): Steps {
  let last = '';
  let count = 0;
  return {
    step: async (name, act) => {
      last = name;
      const begin = performance.now();
      const detail = await act();
      count += 1;
      const ms = (performance.now() - begin).toFixed(1).padStart(8);
      print(`${ms} ms  ${name}${detail === undefined || detail === '' ? '' : `: ${detail}`}`);
      return detail;
    },
    last: () => last,
    count: () => count,
  };
}
