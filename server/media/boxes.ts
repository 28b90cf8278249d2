import { ByteQueue } from "./byte-queue.ts";
import { ByteReader, fourCcAt } from "./byte-reader.ts";
import { MediaError } from "./media-error.ts";

// ISO/IEC 14496-12, 4.2. A reader descends by paths that it knows, so nothing nests deeper than the code asks for.

export interface Box {
  readonly type: string;
  /** What follows the header, not copied. */
  readonly body: Uint8Array;
  /** Header and body, not copied. */
  readonly bytes: Uint8Array;
}

/** Children of one box that are looked at; a fragment's or an init segment's box has fewer than ten. */
const maxChildren = 1024;

/** The boxes that stand one after the other in `bytes`; `what` names the bytes in errors. */
export function* childBoxes(bytes: Uint8Array, what: string): Generator<Box> {
  let at = 0;
  for (let count = 0; at < bytes.length; count++) {
    if (count === maxChildren) throw new MediaError(`${what} has more than ${maxChildren} boxes`);
    const header = boxHeader(bytes.subarray(at), what);
    if (!header) throw new MediaError(`${what} ends within the header of a box`);
    const size = header.size === 0 ? bytes.length - at : header.size;
    if (size > bytes.length - at)
      throw new MediaError(`${what} has a box ${label(header.type)} of ${size} bytes, with ${bytes.length - at} left`);
    const whole = bytes.subarray(at, at + size);
    yield { type: header.type, body: whole.subarray(header.length), bytes: whole };
    at += size;
  }
}

/** The body of the first box at `path` below `bytes`. */
export function findBox(bytes: Uint8Array, ...path: readonly string[]): Uint8Array | undefined {
  let body: Uint8Array = bytes;
  let parent = "the file";
  for (const type of path) {
    let found: Uint8Array | undefined;
    for (const box of childBoxes(body, parent)) {
      if (box.type !== type) continue;
      found = box.body;
      break;
    }
    if (!found) return undefined;
    body = found;
    parent = type;
  }
  return body;
}

/** As `findBox`; what is not there is an error. */
export function needBox(bytes: Uint8Array, ...path: readonly string[]): Uint8Array {
  const body = findBox(bytes, ...path);
  if (!body) throw new MediaError(`there is no box ${path.join("/")}`);
  return body;
}

export interface FullBox {
  readonly version: number;
  readonly flags: number;
  readonly reader: ByteReader;
}

/** A reader of what follows version and flags. */
export function fullBox(body: Uint8Array, what: string): FullBox {
  const reader = new ByteReader(body, what);
  return { version: reader.u8(), flags: reader.u24(), reader };
}

interface BoxHeader {
  readonly type: string;
  /** Of the whole box; 0: to the end. */
  readonly size: number;
  /** Of the header. */
  readonly length: number;
}

/** Reads a header, where enough of it is there. */
function boxHeader(bytes: Uint8Array, what: string): BoxHeader | undefined {
  if (bytes.length < 8) return undefined;
  const reader = new ByteReader(bytes, what);
  const short = reader.u32();
  const type = reader.fourCc();
  if (short === 1 && bytes.length < 16) return undefined;
  const size = short === 1 ? reader.u64() : short;
  const length = reader.position;
  if (size !== 0 && size < length)
    throw new MediaError(`${what} has a box ${label(type)} of ${size} bytes, less than its header`);
  return { type, size, length };
}

function label(type: string): string {
  return JSON.stringify(type.replace(/[^ -~]/g, "?"));
}

/**
 * Cuts a stream that comes in chunks of any size into whole top-level boxes; what is held is at most one box of
 * `maxBytes`, and a chunk.
 */
export class BoxSplitter {
  readonly #maxBytes: number;
  readonly #queue = new ByteQueue();
  /** Bytes of the next box, as far as they are known: fewer need no look. */
  #wanted = 8;

  constructor(maxBytes = 16 * 2 ** 20) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes that wait for the rest of their box. */
  get held(): number {
    return this.#queue.length;
  }

  push(chunk: Uint8Array): Box[] {
    this.#queue.push(chunk);
    const boxes: Box[] = [];
    while (this.#queue.length >= this.#wanted) {
      const header = boxHeader(this.#queue.peek(Math.min(16, this.#queue.length)), "the stream");
      if (!header) break;
      if (header.size === 0) throw new MediaError(`the stream has a box ${label(header.type)} without a size`);
      if (header.size > this.#maxBytes)
        throw new MediaError(
          `the stream has a box ${label(header.type)} of ${header.size} bytes, above ${this.#maxBytes}`,
        );
      this.#wanted = header.size;
      if (this.#queue.length < header.size) break;
      this.#wanted = 8;
      const bytes = this.#queue.take(header.size);
      boxes.push({ type: fourCcAt(bytes, 4), body: bytes.subarray(header.length), bytes });
    }
    return boxes;
  }
}
