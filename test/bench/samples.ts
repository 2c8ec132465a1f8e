/** Milliseconds by name of the step, in order of first appearance. */
export class Samples {
  private readonly values = new Map<string, number[]>();

  add(step: string, ms: number): void {
    const known = this.values.get(step);
    if (known === undefined) this.values.set(step, [ms]);
    else known.push(ms);
  }

  /** Times one act; its result is the act's. */
  async time<T>(step: string, act: () => Promise<T>): Promise<T> {
    const begin = performance.now();
    const result = await act();
    this.add(step, performance.now() - begin);
    return result;
  }

  steps(): string[] {
    return [...this.values.keys()];
  }

  /** undefined for a step that never ran. */
  median(step: string): number | undefined {
    return median(this.values.get(step) ?? []);
  }

  range(step: string): readonly [min: number, max: number, count: number] {
    const values = this.values.get(step) ?? [];
    return [Math.min(...values), Math.max(...values), values.length];
  }
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/** One line per step: median, range, and the ratio to a peer's median when there is one. */
export function printSamples(title: string, ours: Samples, peer?: Samples): void {
  process.stdout.write(`\n${title}\n`);
  for (const step of ours.steps()) {
    const value = ours.median(step) ?? NaN;
    const [min, max, count] = ours.range(step);
    const other = peer?.median(step);
    const ratio = other === undefined ? '' : `   peer ${other.toFixed(1).padStart(8)} ms   ratio ${(value / other).toFixed(2)}`;
    const range = `${min.toFixed(1)} – ${max.toFixed(1)}`;
    process.stdout.write(`  ${step.padEnd(22)} ${value.toFixed(1).padStart(8)} ms   (${range}, n=${String(count)})${ratio}\n`);
  }
}
