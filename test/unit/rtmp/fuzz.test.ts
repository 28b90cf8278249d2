/** Whatever a peer sends, it is a session's end at worst. `RTMP_FUZZ_SECONDS=60` fuzzes for a minute. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { ChunkWriter } from "../../../server/rtmp/chunk-writer.ts";
import { commandMessage } from "../../../server/rtmp/command.ts";
import {
  type AmfValue,
  limitsOfPublisher,
  ProtocolError,
  ServerSession,
  writeAmf,
} from "../../../server/rtmp/index.ts";
import { limitsBeforeLogin } from "../../../server/rtmp/limits.ts";
import { controlMessage, type Message, messageType, userControlMessage } from "../../../server/rtmp/message.ts";

const seconds = Number(process.env["RTMP_FUZZ_SECONDS"] ?? 3);
const limits = limitsOfPublisher(1e6);
const time = { interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: false, numRuns: 1_000_000 };

/** Sends pieces of bytes; the one who decides lets everybody publish. */
function send(pieces: Iterable<Uint8Array>): void {
  const server = new ServerSession();
  const most = (): number => (server.step === "publishing" ? limits.heldBytes : limitsBeforeLogin.heldBytes);
  try {
    for (const piece of pieces) {
      const wasPublishing = server.step === "publishing";
      server.receive(piece);
      server.takeOutgoing();
      if (!wasPublishing) expect(server.heldBytes).toBeLessThanOrEqual(most());
      if (server.step === "decision") server.accept(limits);
      expect(server.heldBytes).toBeLessThanOrEqual(most());
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    expect(server.step).toBe("ended");
  }
}

const handshake = Uint8Array.from({ length: 1 + 2 * 1536 }, (_, index) => (index === 0 ? 3 : 0));

it(`random bytes, for ${seconds} s`, { timeout: (seconds + 20) * 1000 }, () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 8 }), (shakes, pieces) => {
      send(shakes ? [handshake, ...pieces] : pieces);
    }),
    time,
  );
});

const text = fc.oneof(
  fc.constantFrom("connect", "publish", "createStream", "releaseStream", "FCPublish", "deleteStream", "play", "live"),
  fc.constantFrom("@setDataFrame", "onMetaData", "app", "tcUrl", "__proto__", "live/_definst_", "news?key=a"),
  fc.string({ maxLength: 20 }),
);
const values = fc.array(
  fc.oneof(text, fc.double(), fc.constant(null), fc.dictionary(text, text, { maxKeys: 3 }) as fc.Arbitrary<AmfValue>),
  { maxLength: 6 },
);
const payload = fc.oneof(
  values.map((each) => writeAmf(...each)),
  fc.uint8Array({ maxLength: 600 }),
);
const any = fc.record<Message>({
  type: fc.oneof(fc.constantFrom(...Object.values(messageType)), fc.nat({ max: 255 })),
  timestamp: fc.nat({ max: 2 ** 32 - 1 }),
  streamId: fc.nat({ max: 3 }),
  payload,
});
/** Mostly what a publisher sends, so that a run gets far. */
const message = fc.oneof(
  { weight: 3, arbitrary: fc.constant(commandMessage(0, "connect", 1, { app: "live" })) },
  { weight: 2, arbitrary: fc.constant(commandMessage(0, "createStream", 4, null)) },
  { weight: 3, arbitrary: fc.constant(commandMessage(1, "publish", 5, null, "news", "live")) },
  { weight: 1, arbitrary: fc.nat({ max: 2 ** 31 }).map((size) => controlMessage(messageType.setChunkSize, size)) },
  { weight: 1, arbitrary: fc.nat({ max: 8 }).map((event) => userControlMessage(event, 7)) },
  { weight: 6, arbitrary: any },
);
const step = fc.record({
  message,
  id: fc.integer({ min: 2, max: 20 }),
  /** A byte that is turned into another, and how many are left out at the end. */
  flip: fc.option(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { freq: 6 }),
  lost: fc.option(fc.nat({ max: 40 }), { freq: 8 }),
});

it(`messages with bytes turned and lost, for ${seconds} s`, { timeout: (seconds + 20) * 1000 }, () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const writer = new ChunkWriter();
      const pieces = steps.map(({ message: sent, id, flip, lost }) => {
        const bytes = writer.write(sent, id);
        if (flip) bytes.set([(bytes[flip[0] % bytes.length] ?? 0) ^ flip[1]], flip[0] % bytes.length);
        return bytes.subarray(0, bytes.length - (lost ?? 0));
      });
      send([handshake, ...pieces]);
    }),
    time,
  );
});
