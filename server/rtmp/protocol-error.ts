/** What a peer sent breaks the protocol or a bound: the session ends, and nothing else does. */
export class ProtocolError extends Error {
  /** @param message one sentence for the log: what the peer did */
  constructor(message: string) {
    super(message);
    this.name = "ProtocolError";
  }
}
