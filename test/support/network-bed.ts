import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSandboxId, type SandboxId } from '../../runtime/base/ids.ts';
import { silentLogger } from '../../runtime/base/logger.ts';
import type { PodSandboxMetadata, PortMapping } from '../../runtime/base/pod-sandbox.ts';
import { createHost, type Host } from '../../runtime/host/host.ts';
import { createPodNetwork, type PodNetworkOptions } from '../../runtime/network/create-pod-network.ts';
import { pinPodNamespaces, unpinPodNamespaces } from '../../runtime/network/pod-namespaces.ts';
import type { PodNetwork, PodNetworkResult } from '../../runtime/network/pod-network.ts';
import { dropBridge } from './clear-machine.ts';
import { expectNoLeaksSoon, takeSnapshot, type LeakScope, type Snapshot } from './leak-check.ts';

export interface Pod {
  readonly id: SandboxId;
  readonly netns: string;
  readonly metadata: PodSandboxMetadata;
  readonly portMappings: readonly PortMapping[];
}

export type AttachedPod = Pod & { readonly added: PodNetworkResult };

/** A bridge, subnets and directories of one test file's own, with pods that are only namespaces. */
export interface NetworkBed {
  readonly host: Host;
  /** Holds conf/ (CNI configurations), cache/ and pods/; made anew by `start`. */
  readonly root: string;
  readonly bridge: string;
  /** "10.7" for the subnets 10.7.250.0 to 10.7.255.255: another run beside this one has other ones. */
  readonly prefix: string;
  /** "fd00:1a2b:" for the subnets fd00:1a2b:0::/64 and so on: the same for IPv6. */
  readonly prefix6: string;
  readonly scope: LeakScope;
  readonly before: Snapshot;
  start(): void;
  /** Lets all pods go and throws when something is left. */
  end(): Promise<void>;
  /** To be called once, after all tests. */
  dispose(): void;
  options(): PodNetworkOptions;
  network(changes?: Partial<PodNetworkOptions>): PodNetwork;
  makePod(portMappings?: readonly PortMapping[]): Promise<Pod>;
  letGo(pod: Pod): Promise<void>;
  attach(network: PodNetwork, portMappings?: readonly PortMapping[]): Promise<AttachedPod>;
  detach(network: PodNetwork, pods: readonly AttachedPod[]): Promise<void>;
  inPod(netns: string, argv: readonly string[]): Promise<string>;
  /** Another machine: a namespace behind a link, that knows no way back to the pods. `act` gets its namespace and addresses. */
  outside(act: (netns: string, addresses: readonly [ipv4: string, ipv6: string]) => Promise<void>): Promise<void>;
}

const BIN_DIRS = ['/opt/cni/bin', '/usr/lib/cni', '/usr/libexec/cni'];
const METADATA = { name: 'web', uid: 'u-1', namespace: 'default', attempt: 0 };

/** Says why network tests cannot run here; undefined when they can. */
export function whyNoNetwork(): string | undefined {
  if (process.getuid?.() !== 0) return 'pod networks need root';
  const missing = ['bridge', 'host-local', 'portmap', 'ptp'].filter(
    (type) => !BIN_DIRS.some((dir) => fs.existsSync(join(dir, type))),
  );
  return missing.length === 0 ? undefined : `CNI plugins are missing: ${missing.join(', ')}`;
}

export function createNetworkBed(): NetworkBed {
  const host = createHost({ path: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' });
  const bridge = `swt${process.pid}`;
  const prefix = `10.${process.pid % 250}`;
  const pods = new Set<Pod>();
  let root = '';
  let scope: LeakScope = { directories: [] };
  let before = takeSnapshot(scope);
  const podDirectory = (id: SandboxId): string => join(root, 'pods', id);
  const bed: NetworkBed = {
    host,
    bridge,
    prefix,
    prefix6: `fd00:${(process.pid % 0xffff).toString(16)}:`,
    get root() {
      return root;
    },
    get scope() {
      return scope;
    },
    get before() {
      return before;
    },
    start: () => {
      root = fs.mkdtempSync(join(tmpdir(), 'slipway-network-'));
      fs.mkdirSync(join(root, 'conf'));
      scope = { directories: [root], bridge, addresses: join(root, 'cache/addresses'), rules: 'CNI-DN-' };
      before = takeSnapshot(scope);
    },
    end: async () => {
      for (const pod of [...pods]) await bed.letGo(pod);
      await expectNoLeaksSoon(before, scope);
      fs.rmSync(root, { recursive: true });
    },
    dispose: () => {
      dropBridge(bridge);
    },
    options: () => ({
      host,
      log: silentLogger,
      confDir: join(root, 'conf'),
      binDirs: BIN_DIRS,
      cacheDir: join(root, 'cache'),
      builtIn: { bridge, subnet: `${prefix}.251.0/24` },
    }),
    network: (changes = {}) => createPodNetwork({ ...bed.options(), ...changes }),
    makePod: async (portMappings = []) => {
      const id = newSandboxId();
      const request = { host, dir: podDirectory(id), hostname: 'web', network: 'POD', ipc: 'NODE', sysctls: {} } as const;
      const { net: netns = '' } = await pinPodNamespaces(request);
      const pod = { id, netns, metadata: METADATA, portMappings };
      pods.add(pod);
      return pod;
    },
    letGo: async (pod) => {
      await unpinPodNamespaces(host, podDirectory(pod.id));
      pods.delete(pod);
    },
    attach: async (network, portMappings) => {
      const pod = await bed.makePod(portMappings);
      return { ...pod, added: await network.add(pod) };
    },
    detach: async (network, attached) => {
      for (const pod of attached) await network.remove({ ...pod, cni: pod.added.cni });
    },
    inPod: async (netns, argv) => {
      const { stdout, stderr, exitCode } = await host.exec(['nsenter', `--net=${netns}`, ...argv]);
      if (exitCode !== 0) throw new Error(`${argv.join(' ')}: ${String(stderr)}`);
      return String(stdout);
    },
    outside: (act) => outside(bed, act),
  };
  return bed;
}

async function outside(
  { host, root, prefix, prefix6, inPod }: NetworkBed,
  act: (netns: string, addresses: readonly [ipv4: string, ipv6: string]) => Promise<void>,
): Promise<void> {
  const netns = join(root, 'outside');
  const link = `swo${process.pid}`;
  const [own, address] = [`${prefix}.250.1`, `${prefix}.250.2`];
  const [own6, address6] = [`${prefix6}250::1`, `${prefix6}250::2`];
  host.sys.pinNamespaces({ net: netns });
  try {
    execFileSync('ip', ['link', 'add', link, 'type', 'veth', 'peer', 'name', 'peer0', 'netns', netns]);
    execFileSync('sh', [
      '-c',
      `ip addr add ${own}/30 dev ${link} && ip addr add ${own6}/64 dev ${link} nodad && ip link set ${link} up`,
    ]);
    await inPod(netns, [
      'sh',
      '-c',
      `ip addr add ${address}/30 dev peer0 && ip addr add ${address6}/64 dev peer0 nodad && ip link set peer0 up`,
    ]);
    await act(netns, [address, address6]);
  } finally {
    execFileSync('sh', ['-c', `ip link del ${link} 2>/dev/null || true`]);
    await host.sys.umount(netns);
    fs.rmSync(netns);
  }
}
