/** Cuts messages into chunks (RTMP 1.0, section 5.3). */
import { firstChunkSize } from "./chunk-reader.ts";
import type { Message } from "./message.ts";

/** Chunk streams by what they carry; any number from 3 on would do, and 2 is for protocol messages (section 5.3). */
export const chunkStream = { protocol: 2, command: 3, audio: 4, data: 5, video: 6 } as const;

/** The field of a header that says that the time has 32 bits and follows. */
const extended = 0xffffff;

/** Writes each message with a full header: the receiver needs no memory of the one before. */
export class ChunkWriter {
  /** Bytes of a chunk's payload. Tell the peer before it changes. */
  chunkSize = firstChunkSize;

  /**
   * @param id the chunk stream: 2 to 63
   * @returns the bytes of the whole message
   */
  write({ type, timestamp, streamId, payload }: Message, id: number): Uint8Array {
    const time = timestamp >>> 0;
    const isExtended = time >= extended;
    const repeated = isExtended ? big32(time) : new Uint8Array(0);
    const parts: Uint8Array[] = [
      Uint8Array.of(id, ...big24(isExtended ? extended : time), ...big24(payload.length), type, ...little32(streamId)),
      repeated,
      payload.subarray(0, this.chunkSize),
    ];
    for (let at = this.chunkSize; at < payload.length; at += this.chunkSize) {
      parts.push(Uint8Array.of(0xc0 | id), repeated, payload.subarray(at, at + this.chunkSize));
    }
    return Buffer.concat(parts);
  }
}

function big24(value: number): number[] {
  return [(value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function big32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, ...big24(value));
}

function little32(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}
