/** Whether a host stands for this machine alone: "localhost", 127.0.0.0/8 or ::1. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Parses "127.0.0.1:9090" or "[::1]:9090"; undefined for what is no loopback address with a port. */
export function parseLoopbackAddress(text: string): { readonly host: string; readonly port: number } | undefined {
  const [, bracketed, plain, digits = ''] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? '';
  const port = Number(digits);
  return isLoopback(host) && port <= 65_535 ? { host, port } : undefined;
}
