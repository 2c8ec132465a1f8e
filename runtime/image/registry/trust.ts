import { createHash } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** A certificate with its key, both as PEM; one text may hold both. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Whom a registry's connection trusts, and how we show who we are. */
export interface Trust {
  /** PEM texts, beside the CAs of the system. */
  readonly authorities: readonly string[];
  readonly clients: readonly ClientCertificate[];
  /** Any certificate will do. */
  readonly skipVerify: boolean;
}

export const SYSTEM_TRUST: Trust = { authorities: [], clients: [], skipVerify: false };

/** For another host than the one that the client certificates are meant for. */
export function withoutClients(trust: Trust | undefined): Trust | undefined {
  return trust === undefined || trust.clients.length === 0 ? trust : { ...trust, clients: [] };
}

/** The same name for the same trust. */
export function nameOfTrust(trust: Trust): string {
  return createHash('sha256').update(JSON.stringify(trust)).digest('base64');
}

/** `system`: CAs of the machine, beside those that come with Node.js. Throws what OpenSSL says of a damaged PEM. */
export function secureContext({ authorities, clients }: Trust, system: readonly string[]): SecureContext {
  const certificates = clients.map(({ certificate }) => certificate);
  const keys = clients.map(({ key }) => key);
  return createSecureContext({
    ca: [...rootCertificates, ...system, ...authorities],
    ...(clients.length === 0 ? {} : { cert: certificates, key: keys }),
  });
}
