import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Authority, Certified } from './certificates.ts';

/** What docker-registry is told by its environment to be guarded in one way or another; parts can be combined. */
export type Guard = Readonly<Record<string, string>>;

/** The user that `basicAuth` lets in. */
export const USER = { username: 'me', password: 'pass:word' };

/** TLS, with client certificates of `clients` if given. */
export function tls({ certificateFile, keyFile }: Certified, clients?: Authority): Guard {
  return {
    REGISTRY_HTTP_TLS_CERTIFICATE: certificateFile,
    REGISTRY_HTTP_TLS_KEY: keyFile,
    ...(clients === undefined ? {} : { REGISTRY_HTTP_TLS_CLIENTCAS: `["${clients.certificateFile}"]` }),
  };
}

/** User and password, kept in a file in `directory`. */
export function basicAuth(directory: string): Guard {
  const file = join(directory, 'htpasswd');
  // bcrypt of USER.password.
  writeFileSync(file, `${USER.username}:$2b$05$y6g1WZOMxG9dDLihXxti1uyivd6ye2JZZ16MQNJYLFUGf0WVkunDu\n`);
  return { REGISTRY_AUTH: 'htpasswd', REGISTRY_AUTH_HTPASSWD_REALM: 'tests', REGISTRY_AUTH_HTPASSWD_PATH: file };
}

/** Tokens that the server at `realm` signs with a certificate of `authority`. */
export function tokenAuth({ realm, authority }: { readonly realm: string; readonly authority: Authority }): Guard {
  return {
    REGISTRY_AUTH: 'token',
    REGISTRY_AUTH_TOKEN_REALM: realm,
    REGISTRY_AUTH_TOKEN_SERVICE: 'tests',
    REGISTRY_AUTH_TOKEN_ISSUER: 'slipway tests',
    REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE: authority.certificateFile,
  };
}
