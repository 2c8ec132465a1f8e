import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectCri } from '../support/cri-client.ts';

const PLACE = '.tools/containerd/usr/bin';
const READY_MS = 20_000;

/** Why there is no containerd to test with; '' when there is one. */
export function containerdMissing(): string {
  if (process.getuid?.() !== 0) return 'containerd needs root';
  return existsSync(join(PLACE, 'containerd')) ? '' : 'there is no containerd in .tools (apt-get fetches it on Debian)';
}

export interface Containerd {
  readonly socket: string;
  /** Removes its pods, ends it, and takes away everything. */
  stop(): Promise<void>;
}

/** Debian's containerd on directories, a bridge and a subnet of its own. `sandboxImage` is what its pods are kept by. */
export async function startContainerd(sandboxImage: string): Promise<Containerd> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-ctd-'));
  const socket = join(directory, 's.sock');
  const bridge = `slctd${String(process.pid % 100_000)}`;
  await mkdir(join(directory, 'cni'));
  await writeFile(join(directory, 'cni', '10-bridge.conflist'), JSON.stringify(network(bridge)));
  await writeFile(join(directory, 'config.toml'), configuration({ directory, socket, sandboxImage }));
  const env = { ...process.env, PATH: `${join(process.cwd(), PLACE)}:${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  const log = join(directory, 'log');
  const child = spawn('sh', ['-c', `exec containerd --config ${join(directory, 'config.toml')} > ${log} 2>&1`], {
    env,
    stdio: 'ignore',
  });
  const cri = connectCri(socket);
  const stop = async (): Promise<void> => {
    for (const { id } of (await cri.runtime.ListPodSandbox()).items) {
      await cri.runtime.StopPodSandbox({ podSandboxId: id });
      await cri.runtime.RemovePodSandbox({ podSandboxId: id });
    }
    cri.close();
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    if (existsSync(`/sys/class/net/${bridge}`)) execFileSync('ip', ['link', 'delete', bridge]);
    await rm(directory, { recursive: true, force: true });
  };
  for (const end = Date.now() + READY_MS; ;) {
    try {
      await cri.runtime.Version();
      return { socket, stop };
    } catch (error) {
      if (Date.now() < end && child.exitCode === null) {
        await sleep(100);
        continue;
      }
      child.kill('SIGKILL');
      throw new Error(`containerd did not start: ${(await readFile(log, 'utf8')).slice(-2000)}`, { cause: error });
    }
  }
}

function network(bridge: string): object {
  const subnet = '10.98.0.0/24';
  const ipam = { type: 'host-local', ranges: [[{ subnet }]], routes: [{ dst: '0.0.0.0/0' }] };
  return {
    cniVersion: '1.0.0',
    name: bridge,
    plugins: [
      { type: 'bridge', bridge, isGateway: true, ipMasq: false, ipam },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

interface Places {
  readonly directory: string;
  readonly socket: string;
  readonly sandboxImage: string;
}

function configuration({ directory, socket, sandboxImage }: Places): string {
  const plugin = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
root = "${directory}/root"
state = "${directory}/state"
[grpc]
  address = "${socket}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${directory}/opt"
[${plugin}]
  sandbox_image = "${sandboxImage}"
  stream_server_address = "127.0.0.1"
  stream_server_port = "0"
  disable_apparmor = true
  restrict_oom_score_adj = true
[${plugin}.containerd]
  default_runtime_name = "runc"
[${plugin}.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[${plugin}.cni]
  bin_dir = "/usr/lib/cni"
  conf_dir = "${directory}/cni"
`;
}
