import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { errnoOf } from '../../../base/cri-error.ts';

/** Where distributions keep the CAs of the machine in one file: Debian and Alpine, Fedora, SUSE, others. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/ssl/cert.pem',
];

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The CAs of this machine that Node.js does not have itself, as PEM; `preferred` (SSL_CERT_FILE) comes before the usual places. */
export async function systemCertificates(preferred: string | undefined): Promise<readonly string[]> {
  const known = new Set(rootCertificates.map(withoutSpace));
  for (const path of preferred === undefined ? BUNDLES : [preferred, ...BUNDLES]) {
    const text = await readIfPossible(path);
    if (text !== undefined)
      return [...text.matchAll(CERTIFICATE)].map(([pem]) => pem).filter((pem) => !known.has(withoutSpace(pem)));
  }
  return [];
}

function withoutSpace(pem: string): string {
  return pem.replace(/\s+/g, '');
}

async function readIfPossible(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}
