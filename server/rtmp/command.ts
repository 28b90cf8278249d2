/** Commands: a name, a transaction's number, a command object and arguments, in AMF (RTMP 1.0, section 7.2). */
import { type AmfObject, type AmfValue, isAmfObject, readAmf, writeAmf } from "./amf0.ts";
import { type Message, messageType } from "./message.ts";
import { ProtocolError } from "./protocol-error.ts";

export interface Command {
  readonly name: string;
  /** 0 where no answer is wanted. */
  readonly transaction: number;
  /** The command object; empty where it is null. */
  readonly object: AmfObject;
  readonly args: readonly AmfValue[];
}

/**
 * Reads a command message, of AMF0 or of AMF3 with AMF0 in it, which is what encoders send.
 * @throws ProtocolError when it is none
 */
export function readCommand({ type, payload }: Message): Command {
  const [name, transaction, object, ...args] = readAmf(amf0Of(type, payload));
  if (typeof name !== "string") throw new ProtocolError("a command without a name");
  return {
    name,
    transaction: typeof transaction === "number" ? transaction : 0,
    object: object !== undefined && isAmfObject(object) ? object : {},
    args,
  };
}

/** AMF3's messages begin with a byte of their own; the values are AMF0 all the same (RTMP 1.0, section 7.1.1). */
export function amf0Of(type: number, payload: Uint8Array): Uint8Array {
  const isAmf3 = type === messageType.commandAmf3 || type === messageType.dataAmf3;
  return isAmf3 && payload[0] === 0 ? payload.subarray(1) : payload;
}

/** A command message. */
export function commandMessage(streamId: number, ...values: readonly AmfValue[]): Message {
  return { type: messageType.command, timestamp: 0, streamId, payload: writeAmf(...values) };
}

/** `onStatus`, by which a server tells what became of a stream (RTMP 1.0, section 7.2.2). */
export function statusMessage(streamId: number, level: "status" | "error", code: string, description: string): Message {
  return commandMessage(streamId, "onStatus", 0, null, { level, code, description });
}
