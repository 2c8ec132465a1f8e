/** The other side broke the protocol in a way that ends the session. */
export class SpdyError extends Error {
  override readonly name = 'SpdyError';
}
