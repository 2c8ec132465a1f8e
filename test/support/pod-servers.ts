import * as net from 'node:net';
import type { Host } from '../../runtime/host/host.ts';

/** Serves one connection on port 7 of a namespace. */
export function serve(host: Host, netns: string) {
  return host.spawnPiped(['nsenter', `--net=${netns}`, 'busybox', 'nc', '-l', '-p', '7', '-e', 'echo', 'served'], {
    pipeCount: 0,
  });
}

/** What `client` gets from a server in another namespace. */
export async function servedTo(
  host: Host,
  client: string,
  server: { readonly netns: string; readonly address: string },
): Promise<string> {
  const { pid, exited } = await serve(host, server.netns);
  const fetch = `for i in $(seq 40); do timeout 1 busybox nc ${server.address} 7 </dev/null && break; sleep 0.05; done`;
  try {
    return String((await host.exec(['nsenter', `--net=${client}`, 'sh', '-c', `${fetch}; true`])).stdout);
  } finally {
    host.sys.kill(pid, 9);
    await exited;
  }
}

/** What a server answers who connects, or '' when none has come after so many tries. */
export async function fetchFrom(address: string, port: number, tries = 500): Promise<string> {
  for (let left = tries; left > 0; left--) {
    const text = await new Promise<string>((resolve) => {
      let heard = '';
      const socket = net.connect(port, address);
      socket.on('data', (data) => (heard += String(data)));
      socket.once('error', () => {
        resolve('');
      });
      socket.once('close', () => {
        resolve(heard);
      });
    });
    if (text !== '') return text;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return '';
}

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
