import { sandboxFiles } from '../base/sandbox-files.ts';
import type { DnsConfig, PodSandboxConfig } from '../base/pod-sandbox.ts';
import type { Host } from '../host/host.ts';
import { MNT, MS } from '../host/syscall.ts';

const SHM_BYTES = 64 * 1024 * 1024;
/** Where systemd-resolved lists the real servers; its stub on 127.0.0.53 cannot be reached from a pod's network. */
const RESOLVED_CONF = '/run/systemd/resolve/resolv.conf';

export interface PodFilesInput {
  readonly config: PodSandboxConfig;
  /** Of the pod's UTS namespace; a pod on the machine's network has the machine's. */
  readonly hostname: string;
  readonly ip: string | undefined;
}

/** Writes resolv.conf, hosts and hostname into the pod's directory; its containers see them below /etc. */
export async function writePodFiles(host: Host, dir: string, { config, hostname, ip }: PodFilesInput): Promise<void> {
  const { files } = host;
  const paths = sandboxFiles(dir);
  const ownNetwork = config.linux.securityContext.namespaceOptions.network !== 'NODE';
  const name = ownNetwork ? hostname : ((await files.readTextIfPresent('/proc/sys/kernel/hostname')) ?? '').trim();
  const resolvConf = config.dnsConfig === undefined ? await hostResolvConf(host, ownNetwork) : renderResolvConf(config.dnsConfig);
  const hosts = ownNetwork
    ? renderHosts(hostname, ip)
    : ((await files.readTextIfPresent('/etc/hosts')) ?? renderHosts(name, undefined));
  await Promise.all([
    files.write(paths.resolvConf, resolvConf, 0o644),
    files.write(paths.hosts, hosts, 0o644),
    files.write(paths.hostname, `${name}\n`, 0o644),
  ]);
}

/** Mounts the /dev/shm that the containers of a pod share. */
export async function mountSharedMemory(host: Host, dir: string): Promise<void> {
  const { shm } = sandboxFiles(dir);
  await host.files.makeDirectory(shm);
  host.sys.mount('shm', shm, 'tmpfs', MS.NOSUID | MS.NODEV | MS.NOEXEC, `mode=1777,size=${String(SHM_BYTES)}`);
}

/** Success when it is not mounted. Detached: a container elsewhere that still holds it must not hold the pod up. */
export async function unmountSharedMemory(host: Host, dir: string): Promise<void> {
  await host.sys.umount(sandboxFiles(dir).shm, MNT.DETACH);
}

/** resolv.conf(5) for a DnsConfig. */
function renderResolvConf({ servers, searches, options }: DnsConfig): string {
  const lines = [
    ...(searches.length > 0 ? [`search ${searches.join(' ')}`] : []),
    ...servers.map((server) => `nameserver ${server}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function renderHosts(hostname: string, ip: string | undefined): string {
  const own = ip === undefined ? [] : [`${ip}\t${hostname}`];
  return ['127.0.0.1\tlocalhost', '::1\tlocalhost ip6-localhost ip6-loopback', ...own, ''].join('\n');
}

async function hostResolvConf({ files }: Host, ownNetwork: boolean): Promise<string> {
  const text = (await files.readTextIfPresent('/etc/resolv.conf')) ?? '';
  const servers = [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map((match) => match[1] ?? '');
  const onlyLoopback = servers.length > 0 && servers.every((server) => server === '::1' || server.startsWith('127.'));
  if (!ownNetwork || !onlyLoopback) return text;
  return (await files.readTextIfPresent(RESOLVED_CONF)) ?? text;
}
