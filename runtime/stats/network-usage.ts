/** Counters of one network interface, since it was made. */
export interface InterfaceUsage {
  readonly name: string;
  readonly receive: InterfaceCounters;
  readonly transmit: InterfaceCounters;
}

export interface InterfaceCounters {
  readonly bytes: number;
  readonly packets: number;
  readonly errors: number;
  readonly dropped: number;
}

/** The text of /proc/net/dev (proc_net(5)), without the loopback interface. */
export function parseNetDev(text: string): readonly InterfaceUsage[] {
  return text.split('\n').flatMap((line) => {
    const at = line.lastIndexOf(':');
    const name = line.slice(0, at).trim();
    if (at < 0 || name === 'lo') return [];
    const numbers = line
      .slice(at + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    const counters = (from: number): InterfaceCounters => {
      const [bytes = 0, packets = 0, errors = 0, dropped = 0] = numbers.slice(from, from + 4);
      return { bytes, packets, errors, dropped };
    };
    return [{ name, receive: counters(0), transmit: counters(8) }];
  });
}
