import type { DatabaseSync } from 'node:sqlite';
import type { ContainerRecord } from '../base/container.ts';
import type { ContainerId, ImageId, SandboxId } from '../base/ids.ts';
import type { ImageRecord } from '../base/image-record.ts';
import type { Logger } from '../base/logger.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import type { RecordTable } from '../base/record-table.ts';
import { openDatabase } from './open-database.ts';
import { RECORD_VERSION, UPGRADES } from './record-version.ts';
import { sqliteTable } from './sqlite-table.ts';

export interface ContainerTable extends RecordTable<ContainerId, ContainerRecord> {
  /** The containers of one pod, without a walk over all of them. */
  bySandbox(id: SandboxId): readonly ContainerRecord[];
}

/** Everything that the runtime remembers. */
export interface Store {
  readonly sandboxes: RecordTable<SandboxId, SandboxRecord>;
  readonly containers: ContainerTable;
  readonly images: RecordTable<ImageId, ImageRecord>;
  close(): void;
}

/**
 * Opens the state database at `path`; damaged records and a damaged file are set aside and logged. The caller closes it. Throws
 * failed-precondition when a newer build has written it.
 */
export function openStore(path: string, log: Logger): Store {
  return createStore(openDatabase(path, log), log);
}

/** The record tables over an open database. */
export function createStore(database: DatabaseSync, log: Logger): Store {
  const shared = { database, log, version: RECORD_VERSION };
  return {
    sandboxes: sqliteTable<SandboxId, SandboxRecord>({
      ...shared,
      kind: 'pod',
      upgrades: UPGRADES.pod,
      fields: { config: 'object', state: 'string', namespaces: 'object', ips: 'object', bootId: 'string' },
    }),
    containers: containerTable(shared),
    images: sqliteTable<ImageId, ImageRecord>({
      ...shared,
      kind: 'image',
      upgrades: UPGRADES.image,
      fields: { repoTags: 'object', repoDigests: 'object', layers: 'object', config: 'object' },
    }),
    close: () => {
      database.close();
    },
  };
}

function containerTable(shared: { database: DatabaseSync; log: Logger; version: number }): ContainerTable {
  const ofPod = new Map<SandboxId, Map<ContainerId, ContainerRecord>>();
  const onChange = (before: ContainerRecord | undefined, after: ContainerRecord | undefined): void => {
    if (before !== undefined) {
      const members = ofPod.get(before.sandboxId);
      members?.delete(before.id);
      if (members?.size === 0) ofPod.delete(before.sandboxId);
    }
    if (after === undefined) return;
    const members = ofPod.get(after.sandboxId) ?? new Map<ContainerId, ContainerRecord>();
    members.set(after.id, after);
    ofPod.set(after.sandboxId, members);
  };
  const table = sqliteTable<ContainerId, ContainerRecord>({
    ...shared,
    kind: 'container',
    upgrades: UPGRADES.container,
    onChange,
    fields: { sandboxId: 'string', config: 'object', state: 'string', init: 'object', conmon: 'object', layers: 'object' },
  });
  return { ...table, bySandbox: (id) => [...(ofPod.get(id)?.values() ?? [])] };
}
