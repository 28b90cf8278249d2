/** Puts messages together from chunks (RTMP 1.0, section 5.3). */
import { uint24At } from "./integers.ts";
import { limitsBeforeLogin, type SessionLimits } from "./limits.ts";
import { type Message, messageType, numberAt } from "./message.ts";
import { ProtocolError } from "./protocol-error.ts";

/** What both sides begin with (RTMP 1.0, section 5.4.1). */
export const firstChunkSize = 128;

/** The field of a header that says that the time has 32 bits and follows. */
const extended = 0xffffff;

const nothing = new Uint8Array(0);

/** Space that a message is given first; it grows with what comes, never with what is announced. */
const firstCapacity = 4096;

/** What is known of a chunk stream: the last header, and the message that is under way. */
interface ChunkStream {
  readonly id: number;
  type: number;
  streamId: number;
  length: number;
  timestamp: number;
  /** Milliseconds since the message before; what a header of type 3 repeats. */
  delta: number;
  /** The extended timestamp that chunks of type 3 repeat, undefined where the last header had none. */
  extendedField: number | undefined;
  /** Bytes of the message under way, undefined between messages. */
  payload: Uint8Array | undefined;
  received: number;
}

interface Header {
  readonly stream: ChunkStream;
  /** Bytes of the header. */
  readonly size: number;
}

/**
 * Reads chunks as they come, cut anywhere. Of what came it keeps an unfinished header and the unfinished messages
 * alone.
 */
export class ChunkReader {
  /** Chunks of type 3 that came without the extended timestamp, which RTMP 1.0 asks them to repeat. */
  bareContinuations = 0;
  readonly #streams = new Map<number, ChunkStream>();
  #limits: SessionLimits = limitsBeforeLogin;
  #chunkSize = firstChunkSize;
  #header: Uint8Array = nothing;
  /** The chunk whose payload comes now. */
  #current: { readonly stream: ChunkStream; left: number } | undefined;
  #heldBytes = 0;

  /** Bytes that are kept of messages under way. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  set limits(limits: SessionLimits) {
    this.#limits = limits;
  }

  /**
   * Takes bytes and gives whole messages. Those that concern chunks (the chunk's size, an abort) are obeyed, and given
   * too.
   * @throws ProtocolError when the bytes break the protocol or a limit
   */
  *read(bytes: Uint8Array): Generator<Message, void, void> {
    let rest = this.#header.length === 0 ? bytes : Buffer.concat([this.#header, bytes]);
    this.#header = nothing;
    // A message may be empty: then nothing follows its header.
    while (rest.length > 0 || this.#current?.left === 0) {
      if (!this.#current) {
        const size = this.#startChunk(rest);
        if (size === undefined) return;
        rest = rest.subarray(size);
      }
      const { message, rest: left } = this.#takePayload(rest);
      rest = left;
      if (!message) continue;
      this.#obey(message);
      yield message;
    }
  }

  /** @returns the header's size, undefined where it is not whole yet */
  #startChunk(bytes: Uint8Array): number | undefined {
    const header = this.#readHeader(bytes);
    if (!header) {
      // A copy: what is kept must not keep all that came with it.
      this.#header = Uint8Array.from(bytes);
      return undefined;
    }
    const { stream, size } = header;
    this.#current = { stream, left: Math.min(this.#chunkSize, stream.length - stream.received) };
    return size;
  }

  /** @returns undefined where more bytes are needed; nothing is changed then */
  #readHeader(bytes: Uint8Array): Header | undefined {
    const basic = readBasicHeader(bytes);
    if (!basic) return undefined;
    const { format, id, size: at } = basic;
    const known = this.#streams.get(id);
    if (format !== 0 && !known) throw new ProtocolError(`chunk stream ${id} begins without a full header`);
    if (format === 3 && known) return this.#continueStream(known, bytes, at);
    const size = at + ([11, 7, 3][format] ?? 0);
    if (bytes.length < size) return undefined;
    const field = uint24At(bytes, at);
    const hasExtended = field === extended;
    const time = hasExtended ? numberAt(bytes, size) : field;
    if (time === undefined) return undefined;
    if (known?.payload) throw new ProtocolError(`chunk stream ${id} begins a message within another`);
    const stream = known ?? this.#addStream(id);
    if (format === 0) {
      stream.streamId = littleEndian32(bytes, at + 7);
      stream.timestamp = time;
      // A type 3 that follows a type 0 repeats its time as a difference (RTMP 1.0, section 5.3.1.2.4).
      stream.delta = time;
    } else {
      stream.delta = time;
      stream.timestamp = (stream.timestamp + time) >>> 0;
    }
    if (format < 2) {
      stream.length = uint24At(bytes, at + 3);
      stream.type = bytes[at + 6] ?? 0;
    }
    stream.extendedField = hasExtended ? time : undefined;
    this.#begin(stream);
    return { stream, size: size + (hasExtended ? 4 : 0) };
  }

  /**
   * A chunk of type 3: it goes on with a message, or begins one like the last. Some encoders leave the extended
   * timestamp out, so that it is skipped only where it stands: four bytes of payload equal to it are less likely than
   * such an encoder.
   */
  #continueStream(stream: ChunkStream, bytes: Uint8Array, at: number): Header | undefined {
    let size = at;
    if (stream.extendedField !== undefined) {
      const repeated = numberAt(bytes, at);
      const ends = stream.payload && stream.length - stream.received < 4;
      if (repeated === undefined && !(ends && isOther(bytes.subarray(at), stream.extendedField))) return undefined;
      if (repeated === stream.extendedField) size += 4;
      else this.bareContinuations++;
    }
    if (!stream.payload) {
      stream.timestamp = (stream.timestamp + stream.delta) >>> 0;
      this.#begin(stream);
    }
    return { stream, size };
  }

  #addStream(id: number): ChunkStream {
    if (this.#streams.size >= this.#limits.chunkStreams) {
      throw new ProtocolError(`more than ${this.#limits.chunkStreams} chunk streams`);
    }
    const fields = { type: 0, streamId: 0, length: 0, timestamp: 0, delta: 0, received: 0 };
    const stream: ChunkStream = { id, ...fields, extendedField: undefined, payload: undefined };
    this.#streams.set(id, stream);
    return stream;
  }

  #begin(stream: ChunkStream): void {
    const { length } = stream;
    if (length > this.#limits.messageBytes) {
      throw new ProtocolError(`a message of ${length} bytes, where ${this.#limits.messageBytes} are allowed`);
    }
    stream.payload = nothing;
    stream.received = 0;
    this.#reserve(stream, Math.min(length, firstCapacity));
  }

  /** Gives a message under way more space. */
  #reserve(stream: ChunkStream, capacity: number): void {
    const old = stream.payload ?? nothing;
    this.#heldBytes += capacity - old.length;
    if (this.#heldBytes > this.#limits.heldBytes) {
      throw new ProtocolError(`more than ${this.#limits.heldBytes} bytes of unfinished messages`);
    }
    const grown = new Uint8Array(capacity);
    grown.set(old.subarray(0, stream.received));
    stream.payload = grown;
  }

  #takePayload(bytes: Uint8Array): { readonly message?: Message; readonly rest: Uint8Array } {
    const current = this.#current;
    const stream = current?.stream;
    if (!current || !stream?.payload) return { rest: bytes };
    const taken = bytes.subarray(0, current.left);
    const needed = stream.received + taken.length;
    if (needed > stream.payload.length) {
      this.#reserve(stream, Math.min(stream.length, Math.max(needed, stream.payload.length * 2)));
    }
    stream.payload.set(taken, stream.received);
    stream.received = needed;
    current.left -= taken.length;
    const rest = bytes.subarray(taken.length);
    if (current.left > 0) return { rest };
    this.#current = undefined;
    if (stream.received < stream.length) return { rest };
    return { message: this.#finish(stream), rest };
  }

  #finish(stream: ChunkStream): Message {
    const payload = (stream.payload ?? nothing).subarray(0, stream.length);
    this.#drop(stream);
    return { type: stream.type, timestamp: stream.timestamp, streamId: stream.streamId, payload };
  }

  #drop(stream: ChunkStream): void {
    this.#heldBytes -= stream.payload?.length ?? 0;
    stream.payload = undefined;
    stream.received = 0;
  }

  #obey({ type, payload }: Message): void {
    if (type === messageType.setChunkSize) {
      const size = numberAt(payload, 0) ?? 0;
      // The highest bit is zero (RTMP 1.0, section 5.4.1). What a chunk may bring is bounded by its message.
      if (size < 1 || size > 0x7fffffff) throw new ProtocolError(`a chunk size of ${size}`);
      this.#chunkSize = size;
    } else if (type === messageType.abort) {
      const stream = this.#streams.get(numberAt(payload, 0) ?? 0);
      if (stream) this.#drop(stream);
    }
  }
}

interface BasicHeader {
  readonly format: number;
  readonly id: number;
  readonly size: number;
}

/** RTMP 1.0, section 5.3.1.1. */
function readBasicHeader(bytes: Uint8Array): BasicHeader | undefined {
  const [first, second, third] = bytes;
  if (first === undefined) return undefined;
  const format = first >>> 6;
  const id = first & 0x3f;
  if (id > 1) return { format, id, size: 1 };
  if (second === undefined) return undefined;
  if (id === 0) return { format, id: 64 + second, size: 2 };
  if (third === undefined) return undefined;
  return { format, id: 64 + second + third * 256, size: 3 };
}

/**
 * Whether fewer than four bytes already differ from the beginning of a number of 32 bits, or are all that will come.
 */
function isOther(bytes: Uint8Array, field: number): boolean {
  return bytes.some((byte, index) => index < 4 && byte !== ((field >>> (24 - 8 * index)) & 0xff));
}

function littleEndian32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);
}
