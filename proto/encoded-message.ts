/** A message that is encoded already, with no fields to read: what contains it copies the bytes. */
export class EncodedMessage {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}
