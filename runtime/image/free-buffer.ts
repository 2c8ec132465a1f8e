/**
 * Frees the memory of a chunk that a stream made for it and nobody else reads: the collector, which sees little of such memory, would let
 * tens of megabytes pile up. A chunk that ends before its memory does is left alone: the stream may still fill the rest.
 */
export function freeBuffer(chunk: Buffer): void {
  const { buffer, byteOffset, length } = chunk;
  if (buffer instanceof ArrayBuffer && byteOffset + length === buffer.byteLength) buffer.transfer(0);
}
