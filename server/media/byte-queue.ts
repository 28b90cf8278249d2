/** Bytes below which a chunk is copied to others, so that a thousand chunks of a byte are not a thousand objects. */
const small = 2048;
const gathered = 16384;

/**
 * Bytes that came in chunks, taken out in other sizes. Each byte is copied at most twice, however small the chunks are.
 */
export class ByteQueue {
  readonly #chunks: Uint8Array[] = [];
  /** Where the first chunk's untaken bytes begin. */
  #offset = 0;
  #length = 0;
  /** What the last chunk is a view of, where small chunks are gathered in it, and how many of its bytes are used. */
  #gathering: Uint8Array | undefined;
  #used = 0;

  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#length += chunk.length;
    if (chunk.length >= small) {
      this.#chunks.push(chunk);
      this.#gathering = undefined;
    } else this.#gather(chunk);
  }

  /** The first `count` bytes, left where they are. There must be as many. */
  peek(count: number): Uint8Array {
    const first = this.#chunks[0];
    if (first && first.length - this.#offset >= count) return first.subarray(this.#offset, this.#offset + count);
    const bytes = new Uint8Array(count);
    let at = 0;
    let offset = this.#offset;
    for (const chunk of this.#chunks) {
      if (at === count) break;
      const part = chunk.subarray(offset, offset + count - at);
      bytes.set(part, at);
      at += part.length;
      offset = 0;
    }
    return bytes;
  }

  /** Takes the first `count` bytes out: a view where they came in one chunk. There must be as many. */
  take(count: number): Uint8Array {
    const bytes = this.peek(count);
    this.#length -= count;
    let left = count + this.#offset;
    let whole = 0;
    for (const chunk of this.#chunks) {
      if (left < chunk.length) break;
      left -= chunk.length;
      whole += 1;
    }
    this.#chunks.splice(0, whole);
    if (this.#chunks.length === 0) this.#gathering = undefined;
    this.#offset = left;
    return bytes;
  }

  #gather(chunk: Uint8Array): void {
    const room = this.#gathering ? this.#gathering.length - this.#used : 0;
    if (this.#gathering && room >= chunk.length) {
      this.#gathering.set(chunk, this.#used);
      this.#used += chunk.length;
      this.#chunks[this.#chunks.length - 1] = this.#gathering.subarray(0, this.#used);
      return;
    }
    this.#gathering = new Uint8Array(gathered);
    this.#gathering.set(chunk);
    this.#used = chunk.length;
    this.#chunks.push(this.#gathering.subarray(0, this.#used));
  }
}
