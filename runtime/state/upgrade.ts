/** What the table stores for one record: its fields as parsed from JSON. */
export type StoredRecord = Readonly<Record<string, unknown>>;

/** For each old version, the function that makes the next version of a record out of it. */
export type Upgrades = Readonly<Record<number, (old: StoredRecord) => StoredRecord>>;

/**
 * Brings a stored record to version `to`, one version at a time.
 * Throws when a step is missing, or when the record is of a newer runtime.
 */
export function upgradeRecord(stored: StoredRecord, to: number, upgrades: Upgrades): StoredRecord {
  let record = stored;
  for (let version = versionOf(stored); version !== to; version++) {
    const step = version < to ? upgrades[version] : undefined;
    if (step === undefined) throw new Error(`a record of version ${String(version)} cannot become version ${String(to)}`);
    record = { ...step(record), version: version + 1 };
  }
  return record;
}

function versionOf(stored: StoredRecord): number {
  const version = stored['version'];
  if (typeof version !== 'number' || !Number.isInteger(version))
    throw new Error(`version ${String(version)} is not a whole number`);
  return version;
}
