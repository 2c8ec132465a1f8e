import type { ExecRequest } from '../../../proto/gen/cri.ts';
import type { Input } from '../../../proto/wire.ts';
import { startDaemon, type Daemon, type DaemonOptions } from '../daemon.ts';
import { busyboxImage, runContainer } from '../daemon-lab.ts';
import { startRegistry } from '../registry.ts';
import { connectCommand, type CommandResult, type WebSocketCommand } from './websocket-command.ts';

/** A daemon with one image, and a container that sleeps. */
export interface StreamLab {
  readonly daemon: Daemon;
  readonly image: string;
  readonly containerId: string;
  readonly podSandboxId: string;
  execUrl(cmd: readonly string[], wanted?: Input<ExecRequest>): Promise<string>;
  /** Runs a command to its end; `act` is its user. */
  exec(cmd: readonly string[], options?: ExecOptions): Promise<CommandResult>;
  close(): Promise<void>;
}

export interface ExecOptions {
  readonly wanted?: Input<ExecRequest>;
  readonly protocols?: string[];
  readonly act?: (command: WebSocketCommand) => Promise<void>;
}

/** The caller closes it. */
export async function openStreamLab(options: DaemonOptions = {}): Promise<StreamLab> {
  const registry = await startRegistry({ storageParent: '/dev/shm' });
  const daemon = await startDaemon(options);
  try {
    const image = await registry.push('test/busybox', await busyboxImage(), 'v1');
    await daemon.cri.images.PullImage({ image: { image } });
    const { containerId, podSandboxId } = await runContainer(daemon, { name: 'main', image, script: 'sleep 100000' });
    const execUrl = async (cmd: readonly string[], wanted: Input<ExecRequest> = {}): Promise<string> => {
      const streams = { stdin: false, stdout: true, stderr: wanted.tty !== true, tty: false };
      return (await daemon.cri.runtime.Exec({ containerId, cmd: [...cmd], ...streams, ...wanted })).url;
    };
    return {
      daemon,
      image,
      containerId,
      podSandboxId,
      execUrl,
      exec: async (cmd, { wanted, protocols, act } = {}) => {
        const command = await connectCommand(await execUrl(cmd, wanted), protocols);
        const [result] = await Promise.all([command.result(), act?.(command)]);
        return result;
      },
      close: async () => {
        await daemon.close();
        await registry.close();
      },
    };
  } catch (error) {
    await daemon.close();
    await registry.close();
    throw error;
  }
}

/** `true` or the exit code that a status of version 4 or 5 carries; its message when the command could not be run. */
export function endOf({ error }: CommandResult): number | string {
  const status = JSON.parse(error) as {
    readonly status: string;
    readonly reason?: string;
    readonly message?: string;
    readonly details?: { readonly causes?: readonly { readonly reason: string; readonly message: string }[] };
  };
  if (status.status === 'Success') return 0;
  const cause = status.details?.causes?.find(({ reason }) => reason === 'ExitCode');
  return status.reason === 'NonZeroExitCode' ? Number(cause?.message) : (status.message ?? '');
}
