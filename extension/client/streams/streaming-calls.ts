import { RuntimeService } from '../../../proto/gen/cri.ts';
import type { Channel } from '../channel.ts';
import type { RuntimeClient } from '../runtime-client.ts';
import { openCommandSession } from './command-session.ts';
import { openPortConnection } from './port-connection.ts';

const ASK_MS = 10_000;
const GRACE_MS = 10_000;

/** Commands, terminals and ports: the runtime gives a URL for one use, and a WebSocket to it carries the bytes. */
export function streamingCalls(channel: Channel): Pick<RuntimeClient, 'execSync' | 'exec' | 'attach' | 'connectPort'> {
  return {
    execSync: async (containerId, argv, { timeoutSeconds, ...options }) => {
      const request = { containerId, cmd: [...argv], timeout: timeoutSeconds };
      const deadlineMs = timeoutSeconds * 1000 + GRACE_MS;
      const { exitCode, stdout, stderr } = await channel.unary(RuntimeService.ExecSync, request, { ...options, deadlineMs });
      return { exitCode, stdout: Buffer.from(stdout).toString('utf8'), stderr: Buffer.from(stderr).toString('utf8') };
    },
    exec: async (containerId, { argv, tty, stdin }, options = {}) => {
      const request = { containerId, cmd: [...argv], tty, stdin, stdout: true, stderr: !tty };
      const { url } = await channel.unary(RuntimeService.Exec, request, { ...options, deadlineMs: ASK_MS });
      return openCommandSession(url, options.signal);
    },
    attach: async (containerId, { tty, stdin }, options = {}) => {
      const request = { containerId, tty, stdin, stdout: true, stderr: !tty };
      const { url } = await channel.unary(RuntimeService.Attach, request, { ...options, deadlineMs: ASK_MS });
      return openCommandSession(url, options.signal);
    },
    connectPort: async (podSandboxId, port, options = {}) => {
      const request = { podSandboxId, port: [port] };
      const { url } = await channel.unary(RuntimeService.PortForward, request, { ...options, deadlineMs: ASK_MS });
      return openPortConnection(url, port, options.signal);
    },
  };
}
