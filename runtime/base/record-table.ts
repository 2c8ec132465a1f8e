/** Durable records of one kind, all held in memory as well. Reads never touch the disk; writes return when they are on it. */
export interface RecordTable<Id extends string, Item extends { readonly id: Id }> {
  get(id: Id): Item | undefined;
  list(): readonly Item[];
  /** Inserts or replaces, all of them or none; throws resource-exhausted when the disk is full, and then nothing has changed. */
  put(...items: readonly Item[]): void;
  delete(id: Id): void;
}
