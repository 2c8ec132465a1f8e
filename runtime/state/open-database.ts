import { existsSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Logger } from '../base/logger.ts';
import { databaseError, isDamaged } from './database-error.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS quarantine (
    kind TEXT NOT NULL, id TEXT NOT NULL, version, payload, reason TEXT NOT NULL, at TEXT NOT NULL
  );`;

/**
 * Opens (or makes) the database file. A damaged file is renamed to `<path>.damaged-<time>` and an empty one takes its place,
 * so that the daemon can start. The caller closes it.
 */
export function openDatabase(path: string, log: Logger): DatabaseSync {
  try {
    return open(path);
  } catch (error) {
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
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
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
