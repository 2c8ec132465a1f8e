import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from '../base/logger.ts';
import { messageOf } from '../base/cri-error.ts';
import type { RecordTable } from '../base/record-table.ts';
import { databaseError } from './database-error.ts';
import { upgradeRecord, type StoredRecord, type Upgrades } from './upgrade.ts';

export interface TableOptions<Item> {
  readonly database: DatabaseSync;
  /** Which rows of `records` are this table's, and the word for one of them in messages. */
  readonly kind: string;
  readonly version: number;
  readonly upgrades: Upgrades;
  /** Fields that every record must have, with the `typeof` of each; a row without them is set aside. */
  readonly fields: Readonly<Partial<Record<keyof Item & string, 'string' | 'number' | 'object'>>>;
  readonly log: Logger;
  /** Called after each change, for indexes: the old and the new record. */
  readonly onChange?: (before: Item | undefined, after: Item | undefined) => void;
}

interface Row {
  readonly id: string;
  readonly version: unknown;
  readonly payload: unknown;
}

/** Loads the records of one kind into memory and keeps both in step; a row that cannot be read moves to `quarantine`. */
export function sqliteTable<Id extends string, Item extends { readonly id: Id; readonly version: number }>(
  options: TableOptions<Item>,
): RecordTable<Id, Item> {
  const { database, kind } = options;
  const items = load<Id, Item>(options);
  const insert = database.prepare('INSERT OR REPLACE INTO records (kind, id, version, payload) VALUES (?, ?, ?, ?)');
  const erase = database.prepare('DELETE FROM records WHERE kind = ? AND id = ?');
  return {
    get: (id) => items.get(id),
    list: () => [...items.values()],
    put: (...changed) => {
      attempt(`record ${kind} ${changed.map(({ id }) => id).join(', ')}`, () => {
        together(database, changed.length, () => {
          for (const item of changed) insert.run(kind, item.id, item.version, JSON.stringify(item));
        });
      });
      for (const item of changed) {
        const before = items.get(item.id);
        items.set(item.id, item);
        options.onChange?.(before, item);
      }
    },
    delete: (id) => {
      attempt(`delete the record of ${kind} ${id}`, () => erase.run(kind, id));
      const before = items.get(id);
      items.delete(id);
      if (before !== undefined) options.onChange?.(before, undefined);
    },
  };
}

function load<Id extends string, Item extends { readonly id: Id }>(options: TableOptions<Item>): Map<Id, Item> {
  const items = new Map<Id, Item>();
  const rows = options.database
    .prepare('SELECT id, version, payload FROM records WHERE kind = ?')
    .all(options.kind) as unknown as Row[];
  for (const row of rows) {
    try {
      const item = readRow(row, options);
      items.set(item.id, item);
      options.onChange?.(undefined, item);
    } catch (error) {
      options.log.error(`the record of ${options.kind} ${row.id} cannot be read; it was set aside`, { error });
      quarantine(options, row, messageOf(error));
    }
  }
  return items;
}

function readRow<Item extends { readonly id: string }>(row: Row, options: TableOptions<Item>): Item {
  const stored = JSON.parse(String(row.payload)) as unknown;
  if (typeof stored !== 'object' || stored === null) throw new Error('the payload is not an object');
  const record = upgradeRecord(stored as StoredRecord, options.version, options.upgrades);
  if (record['id'] !== row.id) throw new Error(`the payload is of ${String(record['id'])}`);
  for (const [field, type] of Object.entries(options.fields)) {
    if (typeof record[field] !== type || record[field] === null) throw new Error(`field ${field} is missing`);
  }
  return record as unknown as Item;
}

function quarantine<Item>(options: TableOptions<Item>, row: Row, reason: string): void {
  const { database, kind } = options;
  attempt(`set the record of ${kind} ${row.id} aside`, () => {
    together(database, 2, () => {
      database
        .prepare(
          `INSERT INTO quarantine (kind, id, version, payload, reason, at)
           SELECT kind, id, version, payload, ?, ? FROM records WHERE kind = ? AND id = ?`,
        )
        .run(reason, new Date().toISOString(), kind, row.id);
      database.prepare('DELETE FROM records WHERE kind = ? AND id = ?').run(kind, row.id);
    });
  });
}

/** All statements of `act` or none; a single one is that by itself. */
function together(database: DatabaseSync, statements: number, act: () => void): void {
  if (statements < 2) {
    act();
    return;
  }
  database.exec('BEGIN IMMEDIATE');
  try {
    act();
    database.exec('COMMIT');
  } catch (error) {
    // A full disk may have ended the transaction already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function attempt(doing: string, act: () => unknown): void {
  try {
    act();
  } catch (error) {
    throw databaseError(error, doing);
  }
}
