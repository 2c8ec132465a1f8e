import ipaddr from 'ipaddr.js';

/** An IPv4 or IPv6 network: its first address as a number, and how many leading bits its addresses share. */
export interface Subnet {
  readonly family: 4 | 6;
  readonly address: bigint;
  readonly prefixLength: number;
}

const BITS = { 4: 32, 6: 128 } as const;
/** The network's own address, the gateway's, and the last one. */
const NOT_FOR_PODS = 3n;

/** Parses "10.88.0.0/16" or "fd00:88::/64"; undefined when it is not a network in that form. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address = '', length = ''] = text.split('/');
  const parsed = parse(address);
  if (parsed === undefined || !/^\d{1,3}$/.test(length) || text.split('/').length !== 2) return undefined;
  const family = parsed.kind() === 'ipv4' ? 4 : 6;
  const prefixLength = Number(length);
  if (prefixLength > BITS[family]) return undefined;
  const hostBits = BigInt(BITS[family] - prefixLength);
  return { family, address: (numberOf(parsed.toByteArray()) >> hostBits) << hostBits, prefixLength };
}

/** One network, or one of each family ("10.88.0.0/16,fd00:88::/64"), in the order of the text; undefined when it is neither. */
export function parseSubnets(text: string): readonly Subnet[] | undefined {
  const subnets = text.split(',').map((one) => parseSubnet(one.trim()));
  const valid = subnets.filter((subnet) => subnet !== undefined);
  const isOfEach = valid.length === 1 || (valid.length === 2 && valid[0]?.family !== valid[1]?.family);
  return valid.length === subnets.length && isOfEach ? valid : undefined;
}

/** Whether two networks are the same. */
export function isSameSubnet(one: Subnet, other: Subnet): boolean {
  return one.family === other.family && one.address === other.address && one.prefixLength === other.prefixLength;
}

/** Whether one of two networks holds the other. */
export function overlap(one: Subnet, other: Subnet): boolean {
  if (one.family !== other.family) return false;
  const hostBits = BigInt(BITS[one.family] - Math.min(one.prefixLength, other.prefixLength));
  return one.address >> hostBits === other.address >> hostBits;
}

/** Whether `address`, as text, is of this network. */
export function isIn(subnet: Subnet, address: string): boolean {
  const own = parseSubnet(`${address}/${String(BITS[subnet.family])}`);
  return own !== undefined && overlap(subnet, own);
}

/** How many pods fit: all addresses but those of the network, the gateway and the last one. */
export function podCapacity({ family, prefixLength }: Subnet): bigint {
  const all = 1n << BigInt(BITS[family] - prefixLength);
  return all > NOT_FOR_PODS ? all - NOT_FOR_PODS : 0n;
}

/** The address at this distance from the network's own. */
export function addressAt({ family, address }: Subnet, distance: bigint): string {
  return addressText(bytesOf(address + distance, family));
}

/** The last address, which is the broadcast address of IPv4. */
export function lastAddress(subnet: Subnet): string {
  return addressAt(subnet, (1n << BigInt(BITS[subnet.family] - subnet.prefixLength)) - 1n);
}

/** How far an address is from the network's own, as text; undefined for what is no address of its family. */
export function distanceOf({ family, address }: Subnet, text: string): bigint | undefined {
  const parsed = parse(text);
  if (parsed === undefined || parsed.toByteArray().length !== BITS[family] / 8) return undefined;
  return numberOf(parsed.toByteArray()) - address;
}

export function subnetText(subnet: Subnet): string {
  return `${addressAt(subnet, 0n)}/${String(subnet.prefixLength)}`;
}

/** In network order. */
export function addressBytes(text: string): Buffer {
  return Buffer.from(parse(text)?.toByteArray() ?? []);
}

/** As RFC 5952 writes it, which is how host-local names files. */
export function addressText(bytes: Uint8Array): string {
  const address = ipaddr.fromByteArray([...bytes]);
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

/** Only the customary forms: the library also takes "10.1" and hexadecimal parts for IPv4, and zones for IPv6. */
function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
}

function numberOf(bytes: readonly number[]): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function bytesOf(number: bigint, family: 4 | 6): Uint8Array {
  const size = BITS[family] / 8;
  return Uint8Array.from({ length: size }, (_, index) => Number((number >> BigInt(8 * (size - 1 - index))) & 0xffn));
}
