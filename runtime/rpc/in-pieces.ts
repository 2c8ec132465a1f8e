/** Few enough that a message stays far below gRPC's usual limit of 4 MiB, even with large annotations. */
const PIECE = 100;

/** Cuts a list into pieces, none of them empty. */
export function* inPieces<T>(items: readonly T[]): Generator<readonly T[], void, undefined> {
  for (let at = 0; at < items.length; at += PIECE) yield items.slice(at, at + PIECE);
}
