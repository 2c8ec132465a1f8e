import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { CriError, errnoOf, messageOf } from '../../base/cri-error.ts';
import type { Host } from '../../host/host.ts';
import { SyscallError } from '../../host/syscall-error.ts';
import { isObject, type JsonObject } from '../configuration.ts';
import type { BuiltInPlugin, PluginCall } from '../run-plugin.ts';
import { addressBytes, addressText, lastAddress, parseSubnets, type Subnet } from '../subnet.ts';
import { createAddresses, gatewayOf, type Addresses } from './addresses.ts';
import {
  deleteLink,
  FIXED_BYTES,
  getAddresses,
  getLink,
  hairpinOn,
  IFA,
  IFF_UP,
  linkUp,
  newAddress,
  newBridge,
  newDefaultRoute,
  newVethPair,
  RTM,
} from './link-messages.ts';
import { decodeAttributes } from './netlink-message.ts';
import { requestLinks } from './request-links.ts';

/** What the built-in network's configuration calls it. */
export const BRIDGE_PLUGIN = 'slipway-bridge';

interface Place {
  readonly bridge: string;
  /** One, or one of each family. */
  readonly subnets: readonly Subnet[];
  readonly subnetText: string;
  readonly directory: string;
}

/**
 * The bridge and address management plugins of CNI in one, for the built-in network, without a process: interfaces by netlink, addresses as
 * files in host-local's form. Results are those of the bridge plugin, so that other plugins can follow in the chain.
 */
export function createBridgePlugin(host: Host): BuiltInPlugin {
  const known = new Map<string, Addresses>();
  /** What each bridge, by its number, is known to have the gateways' addresses of. */
  const settled = new Map<number, string>();
  const addressesOf = ({ directory, subnetText, subnets }: Place): Addresses => {
    const key = `${directory} ${subnetText}`;
    const addresses = known.get(key) ?? createAddresses(host.files, directory, subnets);
    known.set(key, addresses);
    return addresses;
  };
  return async (call) => {
    const place = placeOf(call);
    call.signal?.throwIfAborted();
    switch (call.command) {
      case 'ADD':
        return addOrExplain(host, { call, place, settled, addresses: addressesOf(place) });
      case 'DEL':
        await removeInterface(host, call);
        await addressesOf(place).release(call.attachment.containerId);
        return undefined;
      case 'CHECK':
        await check(host, call);
        return undefined;
    }
  };
}

interface Addition {
  readonly call: PluginCall;
  readonly place: Place;
  readonly settled: Map<number, string>;
  readonly addresses: Addresses;
}

/** What the kernel refuses is nobody's bug. */
async function addOrExplain(host: Host, addition: Addition): Promise<JsonObject> {
  try {
    return await add(host, addition);
  } catch (error) {
    if (!(error instanceof SyscallError) || error.syscall !== 'netlink' || error.code === 'EPERM') throw error;
    const hasIpv6 = addition.place.subnets.some(({ family }) => family === 6);
    if (hasIpv6 && (error.code === 'EACCES' || error.code === 'EOPNOTSUPP' || error.code === 'EAFNOSUPPORT')) {
      throw new CriError('failed-precondition', `the built-in network: this machine has IPv6 switched off: ${messageOf(error)}`, {
        hint: 'set the sysctls net.ipv6.conf.all.disable_ipv6 and net.ipv6.conf.default.disable_ipv6 to 0, or give it an IPv4 subnet alone',
        cause: error,
      });
    }
    throw new CriError('unavailable', `the built-in network: ${messageOf(error)}`, {
      hint: 'check that the kernel offers bridges and pairs of interfaces (modules bridge and veth), and that no other interface has the name',
      cause: error,
    });
  }
}

async function add(host: Host, { call, place, settled, addresses }: Addition): Promise<JsonObject> {
  const { containerId, ifName, netns } = call.attachment;
  const bridge = await ensureBridge(host, place, settled);
  const reserved = await addresses.reserve(containerId, ifName);
  const given = place.subnets.map((subnet, at) => ({ subnet, address: reserved[at] ?? '', gateway: gatewayOf(subnet) }));
  // An address has always the same: nobody has to learn that it moved when another pod gets it.
  const peerMac = Buffer.concat([Buffer.of(0x0a, 0x58), addressBytes(reserved[0] ?? '').subarray(-4)]);
  const name = `veth${containerId.slice(0, 8)}`;
  const doing = `join pod ${containerId.slice(0, 12)} to bridge ${place.bridge}`;
  const pair = newVethPair({ name, bridge, peerName: ifName, peerMac });
  await requestLinks(host, [pair, hairpinOn(name)], { namespaceAtEnd: netns, doing });
  const { index } = await linkOf(host, ifName, { inside: netns, doing });
  const settings = given.flatMap(({ subnet, address, gateway }) => [
    newAddress({ index, ...onSubnet(address, subnet) }),
    newDefaultRoute(index, addressBytes(gateway)),
  ]);
  await requestLinks(host, [linkUp(index), ...settings], { inside: netns, doing });
  return {
    cniVersion: call.network.cniVersion,
    interfaces: [{ name: place.bridge }, { name }, { name: ifName, mac: macText(peerMac), sandbox: netns }],
    ips: given.map(({ subnet: { family, prefixLength }, address, gateway }) => ({
      version: String(family),
      interface: 2,
      address: `${address}/${String(prefixLength)}`,
      gateway,
    })),
    routes: given.map(({ subnet: { family } }) => ({ dst: family === 4 ? '0.0.0.0/0' : '::/0' })),
    dns: {},
  };
}

/** Its number; made where it is not there yet. It may have been taken away, or made by a daemon that died before it had its address. */
async function ensureBridge(host: Host, { bridge, subnets, subnetText }: Place, settled: Map<number, string>): Promise<number> {
  const doing = `make bridge ${bridge}`;
  const { index, isUp } = await linkOf(host, bridge, { doing }).catch(async (error: unknown) => {
    if (errnoOf(error) !== 'ENODEV') throw error;
    await makeBridge(host, bridge, doing);
    return linkOf(host, bridge, { doing });
  });
  if (isUp && settled.get(index) === subnetText) return index;
  const gateways = subnets.map((subnet) => newAddress({ index, ...onSubnet(gatewayOf(subnet), subnet) }));
  await requestLinks(host, [linkUp(index), ...gateways], { doing });
  settled.set(index, subnetText);
  return index;
}

async function makeBridge(host: Host, bridge: string, doing: string): Promise<void> {
  try {
    // A local, unicast hardware address.
    await requestLinks(host, [newBridge(bridge, Buffer.concat([Buffer.of(0x0a), randomBytes(5)]))], { doing });
  } catch (error) {
    // Another pod was first.
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}

interface Link {
  readonly index: number;
  readonly isUp: boolean;
}

async function linkOf(host: Host, name: string, where: { readonly inside?: string; readonly doing: string }): Promise<Link> {
  const [reply] = await requestLinks(host, [getLink(name)], where);
  if (reply?.type !== RTM.NEWLINK) throw new CriError('unavailable', `the kernel does not tell the number of interface ${name}`);
  return { index: reply.content.readInt32LE(4), isUp: (reply.content.readUInt32LE(8) & IFF_UP) !== 0 };
}

/** Where the namespace is not told, it ends now or has ended, and its interfaces with it. */
async function removeInterface(host: Host, { attachment }: PluginCall): Promise<void> {
  const { containerId, ifName, netns } = attachment;
  if (netns === '') return;
  try {
    await requestLinks(host, [deleteLink(ifName)], {
      inside: netns,
      doing: `take pod ${containerId.slice(0, 12)} off its bridge`,
    });
  } catch (error) {
    if (errnoOf(error) !== 'ENODEV') throw error;
  }
}

/** Throws unavailable when the pod has not the address of its ADD. */
async function check(host: Host, { attachment, prevResult }: PluginCall): Promise<void> {
  const { containerId, netns } = attachment;
  const replies = await requestLinks(host, [getAddresses()], { inside: netns, doing: `look at pod ${containerId.slice(0, 12)}` });
  const present = replies.map(({ content }) => {
    const attributes = decodeAttributes(content, FIXED_BYTES.address);
    const bytes = attributes.get(IFA.LOCAL) ?? attributes.get(IFA.ADDRESS);
    return bytes && addressText(bytes);
  });
  const ips = Array.isArray(prevResult?.['ips']) ? (prevResult['ips'] as unknown[]) : [];
  for (const address of ips.map((ip) => (isObject(ip) ? String(ip['address']).split('/', 1)[0] : ''))) {
    if (present.includes(address)) continue;
    throw new CriError('unavailable', `pod ${containerId.slice(0, 12)} has lost its address ${String(address)}`, {
      hint: 'stop the pod and run it again',
    });
  }
}

function placeOf({ network, plugin }: PluginCall): Place {
  const { bridge, subnet: subnetText, dataDir } = plugin.fields;
  const subnets = typeof subnetText === 'string' ? parseSubnets(subnetText) : undefined;
  if (typeof bridge === 'string' && typeof subnetText === 'string' && typeof dataDir === 'string' && subnets !== undefined)
    return { bridge, subnets, subnetText, directory: join(dataDir, network.name) };
  throw new CriError('failed-precondition', `${network.source} has no bridge, subnet and dataDir for ${BRIDGE_PLUGIN}`);
}

function onSubnet(address: string, subnet: Subnet): { address: Buffer; prefixLength: number; broadcast?: Buffer } {
  const { family, prefixLength } = subnet;
  const broadcast = family === 4 ? { broadcast: addressBytes(lastAddress(subnet)) } : {};
  return { address: addressBytes(address), prefixLength, ...broadcast };
}

function macText(mac: Uint8Array): string {
  return [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
