/** The registry that an address of Docker's many kinds means: `docker.io` for `https://index.docker.io/v1/`, `host:port` for `http://host:port/v2/`. */
export function registryName(address: string): string {
  const host = address.replace(/^[a-z]+:\/\//i, '').split('/', 1)[0] ?? '';
  const name = host.toLowerCase();
  return ['index.docker.io', 'registry-1.docker.io'].includes(name) ? 'docker.io' : name;
}
