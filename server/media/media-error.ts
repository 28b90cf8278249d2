/**
 * What cannot be, or is not taken, about bytes, a codec or a frame, in words for a log line. The only error that this
 * folder throws at input.
 */
export class MediaError extends Error {
  override readonly name = "MediaError";
}
