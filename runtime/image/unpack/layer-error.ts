/** The layer cannot be unpacked alone: `path` goes through something that only a lower layer has. It is unpacked again, in order. */
export class NeedsLowerLayer extends Error {
  override readonly name = 'NeedsLowerLayer';

  constructor(path: string) {
    super(`"${path}" needs a lower layer`);
  }
}
