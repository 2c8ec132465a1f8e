export interface Private {
  /** Home directories and names of the person, longest first wins. */
  readonly homes: readonly string[];
  readonly users: readonly string[];
}

const SECRET_KEYS =
  'password|passwd|secret|token|auth|authorization|identitytoken|identity_token|registrytoken|registry_token|api[_-]?key|cookie';

/** The text without what is nobody else's business: secrets, credentials in addresses, home directories and user names. */
export function redact(text: string, { homes, users }: Private): string {
  let clean = text
    // user:password@ in an address
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, '$1<redacted>@')
    .replaceAll(/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, '$1 <redacted>')
    .replaceAll(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<redacted>')
    .replaceAll(new RegExp(`("?[\\w-]*(?:${SECRET_KEYS})"?\\s*[:=]\\s*)("[^"]*"|'[^']*'|[^\\s,;&}\\]]+)`, 'gi'), '$1<redacted>')
    .replaceAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '<redacted>');
  for (const home of [...homes].filter((each) => each.length > 1).toSorted((a, b) => b.length - a.length))
    clean = clean.replaceAll(home, '~');
  clean = clean.replaceAll(/\/(home|Users)\/[^/\s"']+/g, '~');
  for (const user of users.filter((each) => each.length > 2 && each !== 'root'))
    clean = clean.replaceAll(new RegExp(`\\b${user.replaceAll(/[^\w]/g, String.raw`\$&`)}\\b`, 'g'), '<user>');
  return clean;
}
