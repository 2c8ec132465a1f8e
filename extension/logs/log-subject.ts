/** Whose logs a panel shows: those of a pod, whichever containers it has, or those of some containers. */
export type LogSubject = { readonly pod: string } | { readonly containers: readonly string[] };

const POD = 'pod:';

/** The subject of a panel as its id. */
export function podLogId(pod: string): string {
  return POD + pod;
}

/** The same for containers, in whatever order they were chosen. */
export function containerLogId(ids: readonly string[]): string {
  return ids.toSorted().join(',');
}

/** What an id of the two functions above means. */
export function logSubjectOf(id: string): LogSubject {
  return id.startsWith(POD) ? { pod: id.slice(POD.length) } : { containers: id.split(',') };
}
