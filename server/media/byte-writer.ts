/** Writes big-endian values into bytes that grow as needed. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    this.#view.setUint8(this.#grow(1), value);
    return this;
  }

  u16(value: number): this {
    this.#view.setUint16(this.#grow(2), value);
    return this;
  }

  /** Takes negative values too, as two's complement. */
  u24(value: number): this {
    return this.u8((value >> 16) & 0xff).u16(value & 0xffff);
  }

  u32(value: number): this {
    this.#view.setUint32(this.#grow(4), value);
    return this;
  }

  s32(value: number): this {
    this.#view.setInt32(this.#grow(4), value);
    return this;
  }

  /** A whole number from 0 to 2^53. */
  u64(value: number): this {
    return this.u32(Math.floor(value / 2 ** 32)).u32(value % 2 ** 32);
  }

  /** One byte a character: FourCCs, names in ASCII. */
  text(value: string): this {
    for (let index = 0; index < value.length; index++) this.u8(value.charCodeAt(index) & 0xff);
    return this;
  }

  bytes(value: Uint8Array): this {
    this.#bytes.set(value, this.#grow(value.length));
    return this;
  }

  zeros(length: number): this {
    this.#grow(length);
    return this;
  }

  /** Writes over what is there, where a size is known only afterwards. */
  setU32(at: number, value: number): void {
    this.#view.setUint32(at, value);
  }

  /** What was written, not copied: the writer is not used afterwards. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(by: number): number {
    const at = this.#length;
    this.#length += by;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }
}
