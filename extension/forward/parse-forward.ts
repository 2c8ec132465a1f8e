export interface ForwardedPorts {
  readonly port: number;
  readonly localPort: number | undefined;
}

/** Reads "8080" or "3000:8080" (local first); undefined for anything else. */
export function parseForward(text: string): ForwardedPorts | undefined {
  const [, local, port = ''] = /^\s*(?:(\d{1,5}):)?(\d{1,5})\s*$/.exec(text) ?? [];
  const ports = { port: Number(port), localPort: local === undefined ? undefined : Number(local) };
  return isPort(ports.port) && (ports.localPort === undefined || isPort(ports.localPort)) ? ports : undefined;
}

function isPort(value: number): boolean {
  return value > 0 && value < 65_536;
}
