import { createHash, X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext, type SecureContextOptions } from 'node:tls';

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

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Throws what OpenSSL says of a certificate that is damaged, or of a key that does not belong to its certificate. */
export function checkTrust({ authorities, clients }: Trust): void {
  // A context takes what it can read of its CAs, and does not tell what it could not.
  for (const text of authorities) {
    const certificates = text.match(CERTIFICATE) ?? [];
    if (certificates.length === 0) throw new Error('there is no certificate in it');
    for (const certificate of certificates) new X509Certificate(certificate);
  }
  createSecureContext(pairs(clients));
}

/** `system`: CAs of the machine, beside those that come with Node.js. */
export function secureContext({ authorities, clients }: Trust, system: readonly string[]): SecureContext {
  return createSecureContext({ ca: [...rootCertificates, ...system, ...authorities], ...pairs(clients) });
}

function pairs(clients: readonly ClientCertificate[]): Pick<SecureContextOptions, 'cert' | 'key'> {
  if (clients.length === 0) return {};
  return { cert: clients.map(({ certificate }) => certificate), key: clients.map(({ key }) => key) };
}
