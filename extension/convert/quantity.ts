const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A Kubernetes quantity ("250m", "64Mi", 2) as a number; undefined for what is none. */
export function quantity(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(m|[kMGT]i?|Ki)?$/.exec(String(value).trim()) ?? [];
  const factor = FACTORS[unit];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

/** As `docker run` writes memory: "512m", "2g", in binary units. */
export function dockerBytes(value: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([bkmg])?b?$/i.exec(value.trim()) ?? [];
  if (digits === undefined) return undefined;
  return Math.round(Number(digits) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase().replace('b', '')));
}

/** Microseconds. */
const PERIOD = 100_000;

/** Limits and requests of processors and memory as CRI has them, in cores and bytes. */
export function resourcesOf({
  cpu,
  cpuRequest,
  memory,
}: {
  cpu?: number | undefined;
  cpuRequest?: number | undefined;
  memory?: number | undefined;
}): Readonly<Record<string, number>> {
  return {
    ...(cpu === undefined ? {} : { cpu_period: PERIOD, cpu_quota: Math.max(1000, Math.round(cpu * PERIOD)) }),
    ...(cpuRequest === undefined ? {} : { cpu_shares: Math.max(2, Math.round(cpuRequest * 1024)) }),
    ...(memory === undefined ? {} : { memory_limit_in_bytes: Math.round(memory) }),
  };
}
