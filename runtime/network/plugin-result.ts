import { isObject, type JsonObject } from './configuration.ts';

/**
 * Addresses of the pod in a CNI result, without prefix lengths, in the result's order: of `ifName` when the result tells
 * interfaces apart, else all. Knows results from version 0.1.0 (ip4, ip6) on.
 */
export function addressesOf(result: JsonObject, ifName: string): string[] {
  const interfaces = arrayOf(result['interfaces']);
  const index = interfaces.findIndex(
    (one) => one['name'] === ifName && typeof one['sandbox'] === 'string' && one['sandbox'] !== '',
  );
  const ips = arrayOf(result['ips']);
  const own = ips.filter((ip) => index >= 0 && ip['interface'] === index);
  const found = (own.length > 0 ? own : ips).map((ip) => ip['address']);
  const old = [result['ip4'], result['ip6']].map((ip) => (isObject(ip) ? ip['ip'] : undefined));
  return [...found, ...old].filter((address) => typeof address === 'string').map((address) => address.split('/', 1)[0] ?? '');
}

function arrayOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
