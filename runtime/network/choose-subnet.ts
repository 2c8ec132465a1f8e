/** An IPv4 network: its first address and its mask as unsigned numbers. */
export interface Subnet {
  readonly address: number;
  readonly mask: number;
}

/** Private networks to choose from, the customary one first. */
const CANDIDATES: readonly string[] = [
  ...Array.from({ length: 40 }, (_, index) => `10.${88 + index}.0.0/16`),
  ...Array.from({ length: 12 }, (_, index) => `172.${20 + index}.0.0/16`),
  ...Array.from({ length: 16 }, (_, index) => `192.168.${index * 16}.0/20`),
];

/** The first candidate that overlaps no route of this machine; undefined when there is none. `routes`: /proc/net/route. */
export function chooseSubnet(routes: string): string | undefined {
  const taken = parseRoutes(routes);
  return CANDIDATES.find((candidate) => {
    const subnet = parseSubnet(candidate);
    return subnet !== undefined && !taken.some((route) => overlap(route, subnet));
  });
}

/** The subnet that an interface has already; undefined when it has none, or is not there. */
export function subnetOfDevice(routes: string, device: string): string | undefined {
  const present = parseRoutes(routes).find((route) => route.device === device);
  return present && subnetText(present);
}

/** Whether two texts name the same network. */
export function isSameSubnet(one: string, other: string): boolean {
  const [a, b] = [parseSubnet(one), parseSubnet(other)];
  return a !== undefined && b !== undefined && a.address === b.address && a.mask === b.mask;
}

/** Parses "10.88.0.0/16"; undefined when it is not an IPv4 network in that form. */
export function parseSubnet(text: string): Subnet | undefined {
  const [, a, b, c, d, length] = (/^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text) ?? []).map(Number);
  if (a === undefined || b === undefined || c === undefined || d === undefined || length === undefined) return undefined;
  if (length > 32 || [a, b, c, d].some((part) => part > 255)) return undefined;
  const mask = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
  return { address: (((a << 24) | (b << 16) | (c << 8) | d) & mask) >>> 0, mask };
}

/** How many pods fit: all addresses but those of the network, the gateway and the broadcast. */
export function podCapacity({ mask }: Subnet): number {
  return Math.max(0, (~mask >>> 0) + 1 - 3);
}

function overlap(one: Subnet, other: Subnet): boolean {
  const mask = (one.mask & other.mask) >>> 0;
  return (one.address & mask) >>> 0 === (other.address & mask) >>> 0;
}

/** Every route but the default one, which overlaps everything. */
function parseRoutes(text: string): (Subnet & { readonly device: string })[] {
  const [, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .map(([device = '', ...columns]) => ({ device, address: littleEndian(columns[0]), mask: littleEndian(columns[6]) }))
    .filter(({ mask }) => mask !== 0);
}

function subnetText({ address, mask }: Subnet): string {
  const parts = [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff);
  return `${parts.join('.')}/${32 - Math.log2((~mask >>> 0) + 1)}`;
}

/** The kernel prints addresses as they lie in memory. */
function littleEndian(hex: string | undefined): number {
  return Buffer.from((hex ?? '').padStart(8, '0'), 'hex').readUInt32LE(0);
}
