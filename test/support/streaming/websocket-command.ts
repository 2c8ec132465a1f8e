import { connectWebSocket, type WebSocketClient } from './websocket-client.ts';

/** What a finished command has said. */
export interface CommandResult {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** The error stream. */
  readonly error: string;
}

/** A client of exec or attach over WebSocket channels. */
export interface WebSocketCommand {
  readonly ws: WebSocketClient;
  stdin(data: string | Uint8Array): Promise<void>;
  closeStdin(): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Reads all to the end; `onStdout` sees each piece, and then nothing of stdout is kept. */
  result(onStdout?: (data: Buffer) => void): Promise<CommandResult>;
}

export async function connectCommand(url: string, protocols = ['v5.channel.k8s.io']): Promise<WebSocketCommand> {
  const ws = await connectWebSocket(url, protocols);
  const base64 = ws.protocol.includes('base64');
  const send = (channel: number, data: Uint8Array): Promise<void> =>
    ws.send(
      base64
        ? `${String(channel)}${Buffer.from(data).toString('base64')}`
        : Buffer.concat([Buffer.of(channel), Buffer.from(data)]),
    );
  return {
    ws,
    stdin: (data) => send(0, Buffer.from(data)),
    closeStdin: () => send(255, Buffer.of(0)),
    resize: (columns, rows) => send(4, Buffer.from(JSON.stringify({ Width: columns, Height: rows }))),
    result: async (onStdout) => {
      const parts: Record<number, Buffer[]> = { 1: [], 2: [], 3: [] };
      for await (const message of ws.messages()) {
        const channel = base64 ? Number(message.toString('latin1', 0, 1)) : (message[0] ?? -1);
        const data = base64 ? Buffer.from(message.toString('latin1', 1), 'base64') : message.subarray(1);
        if (channel === 1 && onStdout !== undefined) onStdout(data);
        else parts[channel]?.push(data);
      }
      const text = (channel: number): Buffer => Buffer.concat(parts[channel] ?? []);
      return { stdout: text(1), stderr: text(2), error: text(3).toString('utf8') };
    },
  };
}
