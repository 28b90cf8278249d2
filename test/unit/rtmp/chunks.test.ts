import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChunkReader } from "../../../server/rtmp/chunk-reader.ts";
import { ChunkWriter } from "../../../server/rtmp/chunk-writer.ts";
import { ProtocolError } from "../../../server/rtmp/index.ts";
import { limitsOfPublisher } from "../../../server/rtmp/limits.ts";
import { controlMessage, type Message, messageType } from "../../../server/rtmp/message.ts";

const limits = limitsOfPublisher(0);

function readAll(reader: ChunkReader, ...pieces: readonly Uint8Array[]): Message[] {
  return pieces.flatMap((piece) => [...reader.read(piece)]);
}

function publisherReader(): ChunkReader {
  const reader = new ChunkReader();
  reader.limits = limits;
  return reader;
}

/** Cuts bytes at places that fast-check draws. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index] ?? 0, end));
}

const message = fc.record<Message>({
  type: fc.constantFrom(messageType.audio, messageType.video, messageType.data),
  timestamp: fc.oneof(fc.nat({ max: 2 ** 32 - 1 }), fc.constantFrom(0, 0xfffffe, 0xffffff, 0x1000000, 2 ** 32 - 1)),
  streamId: fc.constantFrom(0, 1),
  payload: fc.uint8Array({ maxLength: 700 }),
});

describe("chunks", () => {
  it("give the messages that were written, however they are cut", () => {
    const ids = fc.array(fc.integer({ min: 3, max: 63 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 8 }),
        ids,
        fc.array(fc.nat(), { maxLength: 30 }),
        (sent, id, places) => {
          const writer = new ChunkWriter();
          const bytes = Buffer.concat(sent.map((each, index) => writer.write(each, id[index % id.length] ?? 3)));
          const reader = publisherReader();
          const read = readAll(reader, ...cut(bytes, places));
          expect(read.map(({ payload, ...rest }) => ({ ...rest, payload: Uint8Array.from(payload) }))).toEqual(sent);
          expect(reader.heldBytes).toBe(0);
          expect(reader.bareContinuations).toBe(0);
        },
      ),
    );
  });

  it("of another size follow the message that says so", () => {
    const writer = new ChunkWriter();
    const change = writer.write(controlMessage(messageType.setChunkSize, 1000), 2);
    writer.chunkSize = 1000;
    const payload = new Uint8Array(2500).fill(7);
    const bytes = writer.write({ type: messageType.video, timestamp: 5, streamId: 1, payload }, 6);
    const [, video] = readAll(publisherReader(), change, bytes);
    expect(video).toMatchObject({ type: messageType.video, timestamp: 5 });
    expect(video?.payload).toEqual(payload);
  });

  // Headers by hand: chunk stream 4, message type 8 (audio), message stream 1.
  const full = (time: number, length: number): number[] => [4, 0, 0, time, 0, 0, length, 8, 1, 0, 0, 0];

  it("of every type of header take from the one before what they leave out", () => {
    const bytes = Uint8Array.of(
      ...full(40, 1),
      0xa1,
      // Type 3 after type 0: the time of type 0 is the difference.
      ...[0xc4, 0xa2],
      // Type 2: a difference of 10.
      ...[0x84, 0, 0, 10, 0xa3],
      // Type 3: 10 again.
      ...[0xc4, 0xa4],
      // Type 1: a difference of 5, a length of 2, video.
      ...[0x44, 0, 0, 5, 0, 0, 2, 9, 0xa5, 0xa6],
    );
    const read = readAll(publisherReader(), bytes);
    expect(read.map(({ timestamp }) => timestamp)).toEqual([40, 80, 90, 100, 105]);
    expect(read.map(({ type }) => type)).toEqual([8, 8, 8, 8, 9]);
    expect(read.map(({ payload }) => [...payload])).toEqual([[0xa1], [0xa2], [0xa3], [0xa4], [0xa5, 0xa6]]);
  });

  it("interleave, and one message may be empty", () => {
    const bytes = Uint8Array.of(
      ...[4, 0, 0, 1, 0, 0, 130, 8, 1, 0, 0, 0],
      ...new Uint8Array(128).fill(1),
      ...[5, 0, 0, 2, 0, 0, 0, 9, 1, 0, 0, 0],
      ...[0xc4, 2, 2],
    );
    const read = readAll(publisherReader(), bytes);
    expect(read.map(({ type, payload }) => [type, payload.length])).toEqual([
      [9, 0],
      [8, 130],
    ]);
    expect(readAll(publisherReader(), bytes.subarray(0, 152)).map(({ type }) => type)).toEqual([9]);
  });

  it("of two and three bytes of basic header are streams of their own", () => {
    const rest = [0, 0, 1, 0, 0, 1, 8, 1, 0, 0, 0];
    const bytes = Uint8Array.of(0, 10, ...rest, 1, 1, 10, 1, ...rest, 2, 0xc0, 10, 3);
    expect(readAll(publisherReader(), bytes).map(({ payload }) => payload[0])).toEqual([1, 2, 3]);
  });

  describe("after 4 h 39 min, when times have 32 bits,", () => {
    const time = 0x01000010;
    const payload = Uint8Array.from({ length: 300 }, (_, index) => index & 0xff);
    const written = new ChunkWriter().write({ type: messageType.video, timestamp: time, streamId: 1, payload }, 6);
    const repeated = [0x01, 0x00, 0x00, 0x10];
    /** The same without the time behind each header of type 3. */
    const bare = Buffer.concat([
      written.subarray(0, 12 + 4 + 128),
      written.subarray(144, 145),
      written.subarray(149, 149 + 128),
      written.subarray(277, 278),
      written.subarray(282),
    ]);

    it.each([1, 2, 3, 7, 1000])("go on with the time repeated, in pieces of %i", (size) => {
      const reader = publisherReader();
      const pieces = Array.from({ length: Math.ceil(written.length / size) }, (_, index) =>
        written.subarray(index * size, (index + 1) * size),
      );
      const [read] = readAll(reader, ...pieces);
      expect(read?.timestamp).toBe(time);
      expect(read?.payload).toEqual(payload);
      expect(reader.bareContinuations).toBe(0);
    });

    it.each([1, 2, 3, 7, 1000])("go on without it, and are counted, in pieces of %i", (size) => {
      const reader = publisherReader();
      const pieces = Array.from({ length: Math.ceil(bare.length / size) }, (_, index) =>
        bare.subarray(index * size, (index + 1) * size),
      );
      const [read] = readAll(reader, ...pieces);
      expect(read?.timestamp).toBe(time);
      expect(read?.payload).toEqual(payload);
      expect(reader.bareContinuations).toBe(2);
    });

    it("do not wait for a time behind the last bytes of a message", () => {
      const reader = publisherReader();
      const header = [6, 0xff, 0xff, 0xff, 0, 0, 130, 9, 1, 0, 0, 0, ...repeated];
      const read = readAll(reader, Uint8Array.of(...header, ...new Uint8Array(128), 0xc6, 9, 9));
      expect(read).toHaveLength(1);
    });
  });

  it("of a message that is aborted are forgotten", () => {
    const reader = publisherReader();
    const begun = Uint8Array.of(...[4, 0, 0, 1, 0, 1, 0, 8, 1, 0, 0, 0], ...new Uint8Array(128));
    const abort = new ChunkWriter().write(controlMessage(messageType.abort, 4), 2);
    const next = Uint8Array.of(...full(2, 1), 5);
    const read = readAll(reader, begun, abort, next);
    expect(read.map(({ type }) => type)).toEqual([messageType.abort, messageType.audio]);
    expect(reader.heldBytes).toBe(0);
  });

  it.each<[string, number[]]>([
    ["a chunk of type 3 of a stream that nobody began", [0xc4, 0]],
    ["a chunk size of 0", [2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0]],
    ["a chunk size above 31 bits", [2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0xff, 0, 0, 0]],
    ["a message within another", [...full(0, 200), ...new Uint8Array(128), ...full(0, 200)]],
    ["a message of 16 MB", [4, 0, 0, 0, 0xff, 0xff, 0xff, 9, 1, 0, 0, 0]],
  ])("end the session with %s", (_, bytes) => {
    expect(() => readAll(publisherReader(), Uint8Array.from(bytes))).toThrow(ProtocolError);
  });

  it("of a stranger hold 48 kB at most, however many messages are under way", () => {
    const reader = new ChunkReader();
    let most = 0;
    const fill = (): void => {
      for (let id = 3; id < 63; id++) {
        const header = [id, 0, 0, 0, 0, 0x3f, 0, 9, 1, 0, 0, 0];
        const rest = Array.from({ length: 110 }, () => [0xc0 | id, ...new Uint8Array(128)]).flat();
        readAll(reader, Uint8Array.from([...header, ...new Uint8Array(128), ...rest]));
        most = Math.max(most, reader.heldBytes);
      }
    };
    expect(fill).toThrow(ProtocolError);
    expect(most).toBeLessThanOrEqual(48 * 1024);
    expect(most).toBeGreaterThan(10 * 1024);
  });

  it("of a message keep no more than came of it", () => {
    const reader = publisherReader();
    readAll(reader, Uint8Array.from([4, 0, 0, 0, 0x0f, 0xff, 0xff, 9, 1, 0, 0, 0, 1]));
    expect(reader.heldBytes).toBeLessThanOrEqual(4096);
  });
});
