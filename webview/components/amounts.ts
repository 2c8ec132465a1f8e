const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** "734 B", "1.5 MB": decimal, as the views say it. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

/** "3.4 %", "135 %" of one core. */
export function coresText(cores: number): string {
  const percent = cores * 100;
  return `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}
