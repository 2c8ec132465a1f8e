import { existsSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CriError, isCriError } from '../base/cri-error.ts';
import type { Logger } from '../base/logger.ts';
import { databaseError, isDamaged } from './database-error.ts';
import { RECORD_VERSION } from './record-version.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS quarantine (
    kind TEXT NOT NULL, id TEXT NOT NULL, version, payload, reason TEXT NOT NULL, at TEXT NOT NULL
  );`;

/**
 * Opens (or makes) the database file. A damaged file is renamed to `<path>.damaged-<time>` and an empty one takes its place,
 * so that the daemon can start. The caller closes it. Throws failed-precondition when a newer build has written it.
 */
export function openDatabase(path: string, log: Logger): DatabaseSync {
  try {
    return open(path);
  } catch (error) {
    if (isCriError(error)) throw error;
    if (!isDamaged(error)) throw databaseError(error, `open ${path}`);
    const aside = setAside(path);
    log.error('the state database is damaged; it was set aside and the daemon starts without records', { path, aside, error });
    return open(path);
  }
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;');
    const check = database.prepare('PRAGMA quick_check(1)').get();
    if (check?.['quick_check'] !== 'ok') throw new DamagedDatabase(String(check?.['quick_check']));
    refuseNewer(database, path);
    database.exec(`${SCHEMA} PRAGMA user_version = ${String(RECORD_VERSION)};`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What a newer build has recorded would all be set aside, and with it every pod that runs be cleared away. */
function refuseNewer(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version <= RECORD_VERSION) return;
  throw new CriError(
    'failed-precondition',
    `${path} was written by a newer version (its records are of version ${String(version)}, known here is ${String(RECORD_VERSION)})`,
    { hint: 'start the newer version again; pods and containers go on meanwhile' },
  );
}

/** quick_check reports in a row what other statements report as SQLITE_CORRUPT (11): one shape for both. */
class DamagedDatabase extends Error {
  readonly errcode = 11;
}

function setAside(path: string): string {
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(':', '')}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}
