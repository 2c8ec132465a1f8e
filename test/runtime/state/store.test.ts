import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger, silentLogger } from '../../../runtime/base/logger.ts';
import type { ContainerId, SandboxId } from '../../../runtime/base/ids.ts';
import { openDatabase } from '../../../runtime/state/open-database.ts';
import { createStore, openStore } from '../../../runtime/state/store.ts';
import { findByPrefix } from '../../../runtime/state/find-by-prefix.ts';
import { containerRecord, imageRecord, sandboxRecord } from './records.ts';

let directory = '';
let path = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-store-'));
  path = join(directory, 'state.db');
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe('the store', () => {
  it('gives back after a restart what was put before', () => {
    const first = openStore(path, silentLogger);
    first.sandboxes.put(sandboxRecord('aa'));
    first.sandboxes.put(sandboxRecord('bb'));
    first.containers.put(containerRecord('cc', 'aa'));
    first.images.put(imageRecord('sha256:i'));
    first.sandboxes.put(sandboxRecord('aa', { state: 'stopped' }));
    first.sandboxes.delete('bb' as SandboxId);
    first.close();
    const second = openStore(path, silentLogger);
    expect(second.sandboxes.list()).toEqual([sandboxRecord('aa', { state: 'stopped' })]);
    expect(second.containers.get('cc' as ContainerId)).toEqual(containerRecord('cc', 'aa'));
    expect(second.images.list()).toEqual([imageRecord('sha256:i')]);
    second.close();
  });

  it('lists the containers of one pod, also after a restart, a change and a delete', () => {
    const store = openStore(path, silentLogger);
    store.containers.put(containerRecord('c1', 'aa'));
    store.containers.put(containerRecord('c2', 'aa'));
    store.containers.put(containerRecord('c3', 'bb'));
    store.containers.put(containerRecord('c1', 'aa', { state: 'running' }));
    store.containers.delete('c2' as ContainerId);
    store.close();
    const again = openStore(path, silentLogger);
    expect(store.containers.bySandbox('aa' as SandboxId)).toEqual([containerRecord('c1', 'aa', { state: 'running' })]);
    expect(again.containers.bySandbox('aa' as SandboxId)).toEqual([containerRecord('c1', 'aa', { state: 'running' })]);
    expect(again.containers.bySandbox('none' as SandboxId)).toEqual([]);
    again.close();
  });

  it('of a newer build is refused as a whole, and left as it is', () => {
    const newer = new DatabaseSync(path);
    newer.exec('PRAGMA user_version = 2');
    newer.close();
    expect(() => openStore(path, silentLogger)).toThrow(
      /was written by a newer version \(its records are of version 2, known here is 1\)/,
    );
    expect(readdirSync(directory).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it.each([
    ['text that is not JSON', '{"id": "aa"'],
    ['a payload of another id', JSON.stringify(sandboxRecord('zz'))],
    ['a record of a newer runtime', JSON.stringify({ ...sandboxRecord('aa'), version: 2 })],
    ['a record without its fields', '{"id":"aa","version":1}'],
  ])('sets aside %s, logs it and keeps the others', (_what, payload) => {
    const first = openStore(path, silentLogger);
    first.sandboxes.put(sandboxRecord('aa'));
    first.sandboxes.put(sandboxRecord('bb'));
    first.close();
    const raw = new DatabaseSync(path);
    raw.prepare('UPDATE records SET payload = ? WHERE id = ?').run(payload, 'aa');
    raw.close();
    const lines: string[] = [];
    const log = createLogger({ level: 'error', write: (line) => lines.push(line), now: () => new Date(0) });
    const store = openStore(path, log);
    expect(store.sandboxes.list().map((record) => record.id)).toEqual(['bb']);
    store.close();
    expect(lines.join('')).toContain('pod aa');
    const after = new DatabaseSync(path);
    expect(after.prepare('SELECT id, payload FROM quarantine').all()).toEqual([{ id: 'aa', payload }]);
    expect(after.prepare('SELECT id FROM records').all()).toEqual([{ id: 'bb' }]);
    after.close();
  });

  it('starts empty beside a damaged file, which it keeps under another name', () => {
    writeFileSync(path, 'this is not a database, whatever its name says. '.repeat(200));
    const store = openStore(path, silentLogger);
    store.sandboxes.put(sandboxRecord('aa'));
    store.close();
    expect(readdirSync(directory).some((name) => name.startsWith('state.db.damaged-'))).toBe(true);
    expect(openStore(path, silentLogger).sandboxes.list()).toHaveLength(1);
  });

  it('throws resource-exhausted on a full disk, and changes neither memory nor index', () => {
    const database = openDatabase(path, silentLogger);
    const store = createStore(database, silentLogger);
    store.containers.put(containerRecord('c1', 'aa'));
    database.exec('PRAGMA max_page_count = 1');
    const big = containerRecord('c1', 'bb', { message: 'x'.repeat(1 << 20) });
    expect(() => {
      store.containers.put(big);
    }).toThrow(expect.objectContaining({ code: 'resource-exhausted' }));
    expect(store.containers.get('c1' as ContainerId)).toEqual(containerRecord('c1', 'aa'));
    expect(store.containers.bySandbox('bb' as SandboxId)).toEqual([]);
    store.close();
  });
});

describe('several records put together', () => {
  it('are all there, or none of them when one cannot be written', () => {
    const database = openDatabase(path, silentLogger);
    const store = createStore(database, silentLogger);
    store.containers.put(containerRecord('c1', 'aa'), containerRecord('c2', 'aa'));
    expect(store.containers.bySandbox('aa' as SandboxId)).toHaveLength(2);
    database.exec('PRAGMA max_page_count = 1');
    const big = containerRecord('c2', 'bb', { message: 'x'.repeat(1 << 20) });
    expect(() => {
      store.containers.put(containerRecord('c1', 'bb'), big);
    }).toThrow(expect.objectContaining({ code: 'resource-exhausted' }));
    expect(store.containers.bySandbox('bb' as SandboxId)).toEqual([]);
    store.close();
    expect(openStore(path, silentLogger).containers.list()).toEqual([containerRecord('c1', 'aa'), containerRecord('c2', 'aa')]);
  });
});

describe('find by prefix', () => {
  const table = () => {
    const store = openStore(path, silentLogger);
    for (const id of ['abc', 'abcd', 'axyz']) store.sandboxes.put(sandboxRecord(id));
    return store.sandboxes;
  };
  it('prefers the exact id to a longer one', () => {
    expect(findByPrefix(table(), 'abc')?.id).toBe('abc');
  });
  it('accepts a beginning that only one id has', () => {
    expect(findByPrefix(table(), 'ax')?.id).toBe('axyz');
  });
  it('finds nothing for an unknown id', () => {
    expect(findByPrefix(table(), 'q')).toBeUndefined();
  });
  it('lists the candidates of an ambiguous beginning', () => {
    expect(() => findByPrefix(table(), 'a')).toThrow(/ambiguous: abc, abcd, axyz/);
  });
  it('refuses an empty id, which would begin every id', () => {
    expect(() => findByPrefix(table(), '')).toThrow('empty');
  });
});
