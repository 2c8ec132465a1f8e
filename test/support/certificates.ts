import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, as PEM texts and as files. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** A certificate authority of a test. */
export interface Authority {
  readonly directory: string;
  /** Its own certificate. */
  readonly certificate: string;
  readonly certificateFile: string;
  /** For a server on loopback (127.0.0.1 and localhost) or a client. */
  issue(name: string): Certified;
  close(): void;
}

/** Why no certificates can be made here; undefined when they can. */
export function certificatesMissing(): string | undefined {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'openssl is not installed (apt-get install openssl)';
  }
}

/** Makes one that nobody trusts yet. The caller closes it. */
export function createAuthority(): Authority {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-ca-'));
  const file = (name: string): string => join(directory, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-subj',
    '/CN=test authority',
    '-days',
    '2',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.crt'),
  );
  writeFileSync(file('ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n');
  return {
    directory,
    certificate: readFileSync(file('ca.crt'), 'utf8'),
    certificateFile: file('ca.crt'),
    issue: (name) => {
      const [request, certificateFile, keyFile] = [file(`${name}.csr`), file(`${name}.cert`), file(`${name}.key`)];
      openssl('req', ...newKey, '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', request);
      const signer = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-extfile', file('ext'), '-days', '2'];
      openssl('x509', '-req', '-in', request, ...signer, '-out', certificateFile);
      return {
        certificate: readFileSync(certificateFile, 'utf8'),
        key: readFileSync(keyFile, 'utf8'),
        certificateFile,
        keyFile,
      };
    },
    close: () => {
      rmSync(directory, { recursive: true });
    },
  };
}
