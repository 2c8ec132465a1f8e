import { addressText, overlap, parseSubnet, subnetText, type Subnet } from './subnet.ts';

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

/** What the kernel tells of the networks of its interfaces. */
export interface KnownNetworks {
  /** /proc/net/route */
  readonly routes: string;
  /** /proc/net/if_inet6; empty where the kernel has no IPv6. */
  readonly ipv6Addresses: string;
}

/** The networks that an interface has already, at most one of each family; none when it is not there. */
export function subnetsOfDevice({ routes, ipv6Addresses }: KnownNetworks, device: string): readonly Subnet[] {
  const ipv4 = parseRoutes(routes).find((route) => route.device === device);
  const ipv6 = parseIpv6Addresses(ipv6Addresses).find((address) => address.device === device);
  return [ipv4, ipv6].filter((subnet) => subnet !== undefined);
}

type OfDevice = Subnet & { readonly device: string };

/** Every route but the default one, which overlaps everything. */
function parseRoutes(text: string): OfDevice[] {
  const [, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .map(([device = '', ...columns]) => ({ device, address: littleEndian(columns[0]), mask: littleEndian(columns[6]) }))
    .filter(({ mask }) => mask !== 0)
    .map(({ device, address, mask }) => ({
      device,
      family: 4,
      address: BigInt(address),
      prefixLength: 32 - Math.log2((~mask >>> 0) + 1),
    }));
}

const SCOPE_GLOBAL = '00';

/** Link-local addresses, which each interface has, are left out. */
function parseIpv6Addresses(text: string): OfDevice[] {
  return text.split('\n').flatMap((line) => {
    const [hex = '', , prefixLength = '', scope, , device] = line.trim().split(/\s+/);
    if (scope !== SCOPE_GLOBAL || device === undefined) return [];
    const subnet = parseSubnet(`${addressText(Buffer.from(hex, 'hex'))}/${String(Number.parseInt(prefixLength, 16))}`);
    return subnet === undefined ? [] : [{ ...subnet, device }];
  });
}

/** The text of all of them, as it is configured. */
export function subnetsText(subnets: readonly Subnet[]): string {
  return subnets.map(subnetText).join(',');
}

/** The kernel prints addresses as they lie in memory. */
function littleEndian(hex: string | undefined): number {
  return Buffer.from((hex ?? '').padStart(8, '0'), 'hex').readUInt32LE(0);
}
