import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { CriError, errnoOf, messageOf } from '../../base/cri-error.ts';
import type { Host } from '../../host/host.ts';
import { SyscallError } from '../../host/syscall-error.ts';
import { parseSubnet, type Subnet } from '../choose-subnet.ts';
import { isObject, type JsonObject } from '../configuration.ts';
import type { BuiltInPlugin, PluginCall } from '../run-plugin.ts';
import { addressBytes, addressText, createAddresses, gatewayOf, type Addresses } from './addresses.ts';
import {
  deleteLink,
  FIXED_BYTES,
  getAddresses,
  getLink,
  hairpinOn,
  IFA_LOCAL,
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
  readonly subnet: Subnet;
  readonly subnetText: string;
  readonly directory: string;
}

/**
 * The bridge and address management plugins of CNI in one, for the built-in network, without a process: interfaces by netlink, addresses as
 * files in host-local's form. Results are those of the bridge plugin, so that other plugins can follow in the chain.
 */
export function createBridgePlugin(host: Host): BuiltInPlugin {
  const known = new Map<string, Addresses>();
  /** Numbers of the bridges that have the gateway's address. */
  const settled = new Set<number>();
  const addressesOf = ({ directory, subnetText }: Place): Addresses => {
    const key = `${directory} ${subnetText}`;
    const addresses = known.get(key) ?? createAddresses(host.files, directory, subnetText);
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
  readonly settled: Set<number>;
  readonly addresses: Addresses;
}

/** What the kernel refuses is nobody's bug. */
async function addOrExplain(host: Host, addition: Addition): Promise<JsonObject> {
  try {
    return await add(host, addition);
  } catch (error) {
    if (!(error instanceof SyscallError) || error.syscall !== 'netlink' || error.code === 'EPERM') throw error;
    throw new CriError('unavailable', `the built-in network: ${messageOf(error)}`, {
      hint: 'check that the kernel offers bridges and pairs of interfaces (modules bridge and veth), and that no other interface has the name',
      cause: error,
    });
  }
}

async function add(host: Host, { call, place, settled, addresses }: Addition): Promise<JsonObject> {
  const { containerId, ifName, netns } = call.attachment;
  const { subnet } = place;
  const bridge = await ensureBridge(host, place, settled);
  const address = await addresses.reserve(containerId, ifName);
  const gateway = addressBytes(gatewayOf(subnet));
  // An address has always the same: nobody has to learn that it moved when another pod gets it.
  const peerMac = Buffer.concat([Buffer.of(0x0a, 0x58), addressBytes(address)]);
  const name = `veth${containerId.slice(0, 8)}`;
  const doing = `join pod ${containerId.slice(0, 12)} to bridge ${place.bridge}`;
  const pair = newVethPair({ name, bridge, peerName: ifName, peerMac });
  await requestLinks(host, [pair, hairpinOn(name)], { namespaceAtEnd: netns, doing });
  const { index } = await linkOf(host, ifName, { inside: netns, doing });
  const settings = [linkUp(index), newAddress({ index, ...onSubnet(address, subnet) }), newDefaultRoute(index, gateway)];
  await requestLinks(host, settings, { inside: netns, doing });
  return {
    cniVersion: call.network.cniVersion,
    interfaces: [{ name: place.bridge }, { name }, { name: ifName, mac: macText(peerMac), sandbox: netns }],
    ips: [
      {
        version: '4',
        interface: 2,
        address: `${addressText(address)}/${prefixLength(subnet)}`,
        gateway: addressText(gatewayOf(subnet)),
      },
    ],
    routes: [{ dst: '0.0.0.0/0' }],
    dns: {},
  };
}

/** Its number; made where it is not there yet. It may have been taken away, or made by a daemon that died before it had its address. */
async function ensureBridge(host: Host, { bridge, subnet }: Place, settled: Set<number>): Promise<number> {
  const doing = `make bridge ${bridge}`;
  const { index, isUp } = await linkOf(host, bridge, { doing }).catch(async (error: unknown) => {
    if (errnoOf(error) !== 'ENODEV') throw error;
    await makeBridge(host, bridge, doing);
    return linkOf(host, bridge, { doing });
  });
  if (isUp && settled.has(index)) return index;
  await requestLinks(host, [linkUp(index), newAddress({ index, ...onSubnet(gatewayOf(subnet), subnet) })], { doing });
  settled.add(index);
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
  const present = replies.map(({ content }) => decodeAttributes(content, FIXED_BYTES.address).get(IFA_LOCAL)?.join('.'));
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
  const subnet = typeof subnetText === 'string' ? parseSubnet(subnetText) : undefined;
  if (typeof bridge === 'string' && typeof subnetText === 'string' && typeof dataDir === 'string' && subnet !== undefined)
    return { bridge, subnet, subnetText, directory: join(dataDir, network.name) };
  throw new CriError('failed-precondition', `${network.source} has no bridge, subnet and dataDir for ${BRIDGE_PLUGIN}`);
}

function onSubnet(address: number, subnet: Subnet): { address: Buffer; prefixLength: number; broadcast: Buffer } {
  return {
    address: addressBytes(address),
    prefixLength: prefixLength(subnet),
    broadcast: addressBytes((subnet.address | ~subnet.mask) >>> 0),
  };
}

function prefixLength({ mask }: Subnet): number {
  return 32 - Math.log2((~mask >>> 0) + 1);
}

function macText(mac: Uint8Array): string {
  return [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
