/** Aggregate messages: FLV tags in one message, as Flash Media Live Encoder sends (RTMP 1.0, section 7.1.6). */
import { uint24At } from "./integers.ts";
import { type Message, messageType } from "./message.ts";
import { ProtocolError } from "./protocol-error.ts";

/** Bytes of a tag's header, and of the size that follows its data. */
const tagHeader = 11;
const tagTrailer = 4;

/**
 * The messages of an aggregate. Their times count from the aggregate's own.
 * @throws ProtocolError when a tag is longer than the message
 */
export function* splitAggregate({ payload, timestamp, streamId }: Message): Generator<Message, void, void> {
  let first: number | undefined;
  for (let at = 0; at + tagHeader <= payload.length; ) {
    const type = payload[at] ?? 0;
    const length = uint24At(payload, at + 1);
    const time = ((payload[at + 7] ?? 0) * 0x1000000 + uint24At(payload, at + 4)) >>> 0;
    const start = at + tagHeader;
    if (start + length > payload.length) throw new ProtocolError("an aggregate message that ends within a tag");
    first ??= time;
    // One aggregate within another would nest without end.
    if (type !== messageType.aggregate) {
      const own = payload.subarray(start, start + length);
      yield { type, timestamp: (timestamp + time - first) >>> 0, streamId, payload: own };
    }
    at = start + length + tagTrailer;
  }
}
