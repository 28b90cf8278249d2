/** What a session may take of this process. */
export interface SessionLimits {
  /** Bytes that are kept of messages which are not whole yet, all chunk streams together. */
  readonly heldBytes: number;
  /** Bytes of one message. */
  readonly messageBytes: number;
  /** Chunk streams that are remembered. */
  readonly chunkStreams: number;
}

/** Before a publisher is accepted. `connect` of the longest URLs and its object take a few hundred bytes. */
export const limitsBeforeLogin: SessionLimits = { heldBytes: 48 * 1024, messageBytes: 16 * 1024, chunkStreams: 8 };

/**
 * For a publisher who was accepted.
 * @param bitsPerSecond that the stream may have
 */
export function limitsOfPublisher(bitsPerSecond: number): SessionLimits {
  // A keyframe of two seconds' bits, and no less than what a still 4K picture takes.
  const messageBytes = Math.max(1024 * 1024, Math.ceil(bitsPerSecond / 4));
  // Video, audio and data are interleaved: one of each is under way.
  return { heldBytes: messageBytes + 256 * 1024, messageBytes, chunkStreams: 64 };
}

/** Messages of any kind that a session may send before it is accepted. OBS sends 8. */
export const messagesBeforeLogin = 64;
