/** RTMP's messages (Adobe, "Real-Time Messaging Protocol 1.0", 2012; below as RTMP 1.0). */
import { uint32 } from "./integers.ts";

/** Types of messages (RTMP 1.0, sections 5.4 and 7.1). */
export const messageType = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAcknowledgementSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  data: 18,
  command: 20,
  aggregate: 22,
} as const;

/** Events of user control messages that somebody here sends or answers (RTMP 1.0, section 7.1.7). */
export const userControl = { streamBegin: 0, pingRequest: 6, pingResponse: 7 } as const;

export interface Message {
  readonly type: number;
  /** Milliseconds, of 32 bits: it wraps after 49.7 days. */
  readonly timestamp: number;
  /** 0 for the connection itself. */
  readonly streamId: number;
  readonly payload: Uint8Array;
}

/** A message of the connection itself whose payload is one number of 32 bits. */
export function controlMessage(type: number, value: number): Message {
  return { type, timestamp: 0, streamId: 0, payload: uint32(value) };
}

/** A user control message. */
export function userControlMessage(event: number, value: number): Message {
  const payload = new Uint8Array(6);
  payload.set([event >>> 8, event & 0xff]);
  payload.set(uint32(value), 2);
  return { type: messageType.userControl, timestamp: 0, streamId: 0, payload };
}

/** How freely the peer may send: "dynamic" (2) leaves it to its own window (RTMP 1.0, section 5.4.5). */
export function peerBandwidthMessage(bytes: number): Message {
  return { type: messageType.setPeerBandwidth, timestamp: 0, streamId: 0, payload: Uint8Array.of(...uint32(bytes), 2) };
}

/** The number of 32 bits at an offset; undefined where the payload ends before. */
export function numberAt(payload: Uint8Array, offset: number): number | undefined {
  if (payload.length < offset + 4) return undefined;
  return new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getUint32(offset);
}
