import { ByteQueue } from "./byte-queue.ts";
import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { MediaError } from "./media-error.ts";

// Adobe Flash Video File Format Specification 10.1, annex E.

/** What a tag carries, as FLV and RTMP number it. */
export const flvTagTypes = { audio: 8, video: 9, data: 18 } as const;

export interface FlvTag {
  /** One of `flvTagTypes`; others are read too and are for the reader to leave out. */
  readonly type: number;
  /** Milliseconds, 32 bits: it wraps after 49.7 days. */
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

const headerLength = 9;
const tagHeaderLength = 11;
const previousSizeLength = 4;

/** The header of an FLV file or feed, with the size of "the tag before the first". */
export function writeFlvHeader(has: { readonly audio: boolean; readonly video: boolean }): Uint8Array {
  const flags = (has.audio ? 4 : 0) | (has.video ? 1 : 0);
  return new ByteWriter(13).text("FLV").u8(1).u8(flags).u32(headerLength).u32(0).finish();
}

/** A tag with its header and the size that follows it. */
export function writeFlvTag(tag: FlvTag): Uint8Array {
  const size = tag.payload.length;
  if (size > 0xffffff) throw new MediaError(`an FLV tag holds up to 16,777,215 bytes, not ${size}`);
  const time = tag.timestamp >>> 0;
  return new ByteWriter(tagHeaderLength + size + previousSizeLength)
    .u8(tag.type)
    .u24(size)
    .u24(time & 0xffffff)
    .u8(time >>> 24)
    .u24(0)
    .bytes(tag.payload)
    .u32(tagHeaderLength + size)
    .finish();
}

export interface FlvHeader {
  readonly audio: boolean;
  readonly video: boolean;
}

/** Reads an FLV feed that comes in chunks of any size. It holds at most one tag of `maxTagBytes`, and a chunk. */
export class FlvReader {
  /** What the header announces, once it was read; feeds announce tracks that never come. */
  header: FlvHeader | undefined;
  readonly #maxTagBytes: number;
  readonly #queue = new ByteQueue();
  /** Bytes of the next tag, as far as they are known: fewer need no look. */
  #wanted = tagHeaderLength;

  constructor(maxTagBytes = 8 * 2 ** 20) {
    this.#maxTagBytes = maxTagBytes;
  }

  /** Bytes that wait for the rest of their tag. */
  get held(): number {
    return this.#queue.length;
  }

  /** The tags that are whole now. Their payloads are views of the bytes given where a tag came in one chunk. */
  push(chunk: Uint8Array): FlvTag[] {
    this.#queue.push(chunk);
    if (!this.header) this.header = this.#readHeader();
    const tags: FlvTag[] = [];
    while (this.header && this.#queue.length >= this.#wanted) {
      const size = new ByteReader(this.#queue.peek(4), "an FLV tag").u32() & 0xffffff;
      if (size > this.#maxTagBytes) throw new MediaError(`an FLV tag of ${size} bytes is above ${this.#maxTagBytes}`);
      this.#wanted = tagHeaderLength + size + previousSizeLength;
      if (this.#queue.length < this.#wanted) break;
      tags.push(readTag(this.#queue.take(this.#wanted)));
      this.#wanted = tagHeaderLength;
    }
    return tags;
  }

  #readHeader(): FlvHeader | undefined {
    if (this.#queue.length < headerLength + previousSizeLength) return undefined;
    const reader = new ByteReader(this.#queue.take(headerLength + previousSizeLength), "the FLV header");
    if (reader.u24() !== 0x464c56) throw new MediaError("the feed does not begin with FLV");
    reader.skip(1);
    const flags = reader.u8();
    const length = reader.u32();
    if (length !== headerLength) throw new MediaError(`the FLV header has ${length} bytes, not ${headerLength}`);
    return { audio: (flags & 4) !== 0, video: (flags & 1) !== 0 };
  }
}

function readTag(bytes: Uint8Array): FlvTag {
  const reader = new ByteReader(bytes, "an FLV tag");
  const type = reader.u8();
  if ((type & 0x20) !== 0) throw new MediaError("an FLV tag is encrypted, which is not taken");
  const size = reader.u24();
  const timestamp = reader.u24() + reader.u8() * 2 ** 24;
  reader.skip(3);
  const payload = reader.bytes(size);
  const whole = reader.u32();
  if (whole !== tagHeaderLength + size)
    throw new MediaError(`an FLV tag of ${tagHeaderLength + size} bytes is followed by the size ${whole}`);
  return { type: type & 0x1f, timestamp, payload };
}
