import { MediaError } from "./media-error.ts";

/** Reads big-endian values, one after the other, and never beyond the end of its bytes. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #what: string;
  #position = 0;

  /** `what` names the bytes in errors: "avcC", "tfhd". */
  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#what = what;
  }

  get position(): number {
    return this.#position;
  }

  get left(): number {
    return this.#bytes.length - this.#position;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  u24(): number {
    const at = this.#take(3);
    return this.#view.getUint16(at) * 256 + this.#view.getUint8(at + 2);
  }

  s24(): number {
    const value = this.u24();
    return value >= 0x800000 ? value - 0x1000000 : value;
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  s32(): number {
    return this.#view.getInt32(this.#take(4));
  }

  /** 64 bits as a number; refused above 2^53, where numbers have gaps. */
  u64(): number {
    const value = this.u32() * 2 ** 32 + this.u32();
    if (value > Number.MAX_SAFE_INTEGER) throw new MediaError(`${this.#what}: a 64-bit value is above 2^53`);
    return value;
  }

  /** Four characters, as boxes and FourCCs have them. */
  fourCc(): string {
    return fourCcAt(this.#bytes, this.#take(4));
  }

  /** The next bytes, not copied. */
  bytes(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** All that is left, not copied. */
  rest(): Uint8Array {
    return this.bytes(this.left);
  }

  skip(length: number): void {
    this.#take(length);
  }

  #take(length: number): number {
    const at = this.#position;
    if (length < 0 || length > this.left)
      throw new MediaError(`${this.#what} ends after ${this.#bytes.length} bytes, within a field that begins at ${at}`);
    this.#position = at + length;
    return at;
  }
}

/** The four characters at `at`; every byte is one character. */
export function fourCcAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
