import { CriError, messageOf } from '../base/cri-error.ts';

/** Primary result codes of SQLite. */
const SQLITE = { IOERR: 10, CORRUPT: 11, FULL: 13, NOTADB: 26, READONLY: 8, CANTOPEN: 14 } as const;

/** True when the file is not a sound database: no retry will help. */
export function isDamaged(error: unknown): boolean {
  const code = primaryCode(error);
  return code === SQLITE.CORRUPT || code === SQLITE.NOTADB;
}

/** Turns a failed statement into resource-exhausted (disk full) or data-loss (damaged file); other errors pass unchanged. */
export function databaseError(error: unknown, doing: string): unknown {
  const message = `cannot ${doing}: ${messageOf(error)}`;
  switch (primaryCode(error)) {
    case SQLITE.FULL:
    case SQLITE.IOERR:
      return new CriError('resource-exhausted', message, {
        cause: error,
        hint: 'free space on the file system of the state directory or remove unused images, then try again',
      });
    case SQLITE.CORRUPT:
    case SQLITE.NOTADB:
      return new CriError('data-loss', message, { cause: error, hint: 'restart the runtime: it sets a damaged database aside' });
    case SQLITE.READONLY:
    case SQLITE.CANTOPEN:
      return new CriError('permission-denied', message, {
        cause: error,
        hint: 'make the state directory writable for the user of the runtime',
      });
    default:
      return error;
  }
}

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}
