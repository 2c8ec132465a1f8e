import { NLM, text, uint32, type Attribute, type NetlinkMessage } from './netlink-message.ts';

/** Of rtnetlink(7) and if_link.h. */
export const RTM = { NEWLINK: 16, DELLINK: 17, GETLINK: 18, NEWADDR: 20, GETADDR: 22, NEWROUTE: 24 } as const;
/** Sizes of the fixed parts: ifinfomsg, ifaddrmsg. */
export const FIXED_BYTES = { link: 16, address: 8 } as const;
export const IFA = { ADDRESS: 1, LOCAL: 2, BROADCAST: 4 } as const;
export const IFF_UP = 1;

const IFLA = { ADDRESS: 1, IFNAME: 3, MASTER: 10, LINKINFO: 18, NET_NS_FD: 28 } as const;
const INFO = { KIND: 1, DATA: 2, SLAVE_KIND: 4, SLAVE_DATA: 5 } as const;
const VETH_INFO_PEER = 1;
const BRPORT_HAIRPIN = 4;
const RTA = { OIF: 4, GATEWAY: 5 } as const;
const AF = { UNSPEC: 0, INET: 2, INET6: 10 } as const;
const IPV4_BYTES = 4;
/** An IPv6 address is used at once: nobody else on this bridge can have it. */
const IFA_F_NODAD = 2;
const MAIN_TABLE = 254;
const PROTOCOL_BOOT = 3;
const UNICAST = 1;

/** The interface of this name. */
export function getLink(name: string): NetlinkMessage {
  return { type: RTM.GETLINK, flags: 0, fixed: link({}), attributes: [[IFLA.IFNAME, text(name)]] };
}

/** A bridge that is up. Its hardware address stays as it is given: else it would be that of one of its ports, and change with them. */
export function newBridge(name: string, mac: Uint8Array): NetlinkMessage {
  return {
    type: RTM.NEWLINK,
    flags: NLM.ACK | NLM.CREATE | NLM.EXCL,
    fixed: link({ up: true }),
    attributes: [
      [IFLA.IFNAME, text(name)],
      [IFLA.ADDRESS, mac],
      [IFLA.LINKINFO, [[INFO.KIND, text('bridge')]]],
    ],
  };
}

export interface VethPair {
  /** Here, a port of the bridge with number `bridge`. */
  readonly name: string;
  readonly bridge: number;
  /** In the pod, whose namespace's descriptor is still to be written in: it is the last attribute. */
  readonly peerName: string;
  readonly peerMac: Uint8Array;
}

/** A pair of interfaces: one on the bridge, which is up, and one in a pod, which can only be put up afterwards. */
export function newVethPair({ name, bridge, peerName, peerMac }: VethPair): NetlinkMessage {
  const peer: Attribute[] = [
    [IFLA.IFNAME, text(peerName)],
    [IFLA.ADDRESS, peerMac],
    [IFLA.NET_NS_FD, uint32(0)],
  ];
  return {
    type: RTM.NEWLINK,
    flags: NLM.ACK | NLM.CREATE | NLM.EXCL,
    fixed: link({ up: true }),
    attributes: [
      [IFLA.IFNAME, text(name)],
      [IFLA.MASTER, uint32(bridge)],
      [
        IFLA.LINKINFO,
        [
          [INFO.KIND, text('veth')],
          [INFO.DATA, [[VETH_INFO_PEER, [link({}), ...peer]]]],
        ],
      ],
    ],
  };
}

export function linkUp(index: number): NetlinkMessage {
  return { type: RTM.NEWLINK, flags: NLM.ACK, fixed: link({ index, up: true }), attributes: [] };
}

/** Takes an interface away, and the other end of a pair with it. */
export function deleteLink(name: string): NetlinkMessage {
  return { type: RTM.DELLINK, flags: NLM.ACK, fixed: link({}), attributes: [[IFLA.IFNAME, text(name)]] };
}

/** Lets a port of a bridge send a packet back where it came from: how a pod reaches itself through a published port. */
export function hairpinOn(name: string): NetlinkMessage {
  return {
    type: RTM.NEWLINK,
    flags: NLM.ACK,
    fixed: link({}),
    attributes: [
      [IFLA.IFNAME, text(name)],
      [
        IFLA.LINKINFO,
        [
          [INFO.SLAVE_KIND, text('bridge')],
          [INFO.SLAVE_DATA, [[BRPORT_HAIRPIN, Buffer.of(1)]]],
        ],
      ],
    ],
  };
}

export interface LinkAddress {
  readonly index: number;
  readonly address: Uint8Array;
  readonly prefixLength: number;
  /** IPv4 only. */
  readonly broadcast?: Uint8Array | undefined;
}

/** An address of an interface; success when it has it. */
export function newAddress({ index, address, prefixLength, broadcast }: LinkAddress): NetlinkMessage {
  const fixed = Buffer.alloc(FIXED_BYTES.address);
  fixed.writeUInt8(familyOf(address), 0);
  fixed.writeUInt8(prefixLength, 1);
  fixed.writeUInt8(familyOf(address) === AF.INET6 ? IFA_F_NODAD : 0, 2);
  fixed.writeUInt32LE(index, 4);
  return {
    type: RTM.NEWADDR,
    flags: NLM.ACK | NLM.CREATE | NLM.REPLACE,
    fixed,
    attributes: [
      [IFA.LOCAL, address],
      [IFA.ADDRESS, address],
      ...(broadcast === undefined ? [] : [[IFA.BROADCAST, broadcast] satisfies Attribute]),
    ],
  };
}

/** All addresses of a namespace. */
export function getAddresses(): NetlinkMessage {
  const fixed = Buffer.alloc(FIXED_BYTES.address);
  fixed.writeUInt8(AF.UNSPEC, 0);
  return { type: RTM.GETADDR, flags: NLM.DUMP, fixed, attributes: [] };
}

export function newDefaultRoute(index: number, gateway: Uint8Array): NetlinkMessage {
  const fixed = Buffer.from([familyOf(gateway), 0, 0, 0, MAIN_TABLE, PROTOCOL_BOOT, 0, UNICAST, 0, 0, 0, 0]);
  return {
    type: RTM.NEWROUTE,
    flags: NLM.ACK | NLM.CREATE | NLM.EXCL,
    fixed,
    attributes: [
      [RTA.GATEWAY, gateway],
      [RTA.OIF, uint32(index)],
    ],
  };
}

function familyOf(address: Uint8Array): number {
  return address.length === IPV4_BYTES ? AF.INET : AF.INET6;
}

/** ifinfomsg */
function link({ index = 0, up = false }: { readonly index?: number; readonly up?: boolean }): Buffer {
  const bytes = Buffer.alloc(FIXED_BYTES.link);
  bytes.writeInt32LE(index, 4);
  bytes.writeUInt32LE(up ? IFF_UP : 0, 8);
  bytes.writeUInt32LE(up ? IFF_UP : 0, 12);
  return bytes;
}
