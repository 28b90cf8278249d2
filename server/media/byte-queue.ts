/** Bytes that came in chunks, taken out in other sizes. Each byte is copied at most once, however small the chunks are. */
export class ByteQueue {
  readonly #chunks: Uint8Array[] = [];
  /** Where the first chunk's untaken bytes begin. */
  #offset = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
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
    this.#offset = left;
    return bytes;
  }
}
