import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAacConfiguration } from "../../../server/media/aac.ts";
import { readAvcConfiguration } from "../../../server/media/avc.ts";
import { frameKind, nalUnits, writeNalUnits } from "../../../server/media/avc-nal.ts";
import { readSps } from "../../../server/media/avc-sps.ts";
import { FlvReader, flvTagTypes, writeFlvHeader, writeFlvTag } from "../../../server/media/flv.ts";
import { readAudioBody } from "../../../server/media/flv-audio.ts";
import { readVideoBody } from "../../../server/media/flv-video.ts";
import { writeFragment } from "../../../server/media/fragment.ts";
import { CmafReader } from "../../../server/media/fragment-reader.ts";
import { writeInitSegment } from "../../../server/media/init-segment.ts";
import { readInitSegment } from "../../../server/media/init-segment-reader.ts";
import { MediaError } from "../../../server/media/media-error.ts";
import { chunked, readClip } from "./clip.ts";

const clip = readClip();
const frames = clip.video.frames.slice(0, 20).map((frame) => ({ ...frame, data: frame.data.slice(0, 60) }));
const init = writeInitSegment({ kind: "video", timescale: 90000, configuration: clip.video.configuration });
const soundInit = writeInitSegment({ kind: "audio", timescale: 48000, configuration: clip.audio.configuration });
const cmaf = Buffer.concat([init, writeFragment(1, frames.slice(0, 8)), writeFragment(2, frames.slice(8))]);
const flvHeader = writeFlvHeader({ audio: true, video: true });
const flvFile = Buffer.concat([
  flvHeader,
  ...clip.tags.slice(0, 20).map((tag) => writeFlvTag({ ...tag, payload: tag.payload.slice(0, 200) })),
]);
const shortUnits = writeNalUnits(
  nalUnits(clip.video.frames[0]?.data ?? new Uint8Array(0), 4).map((unit) => unit.slice(0, 200)),
);
const { sps } = readAvcConfiguration(clip.video.configuration);

/** Most bytes that a reader may hold; the chunks given are short. */
const bound = 4096;

type Reader = (bytes: Uint8Array) => unknown;

/** Each reader, and real bytes of its kind. */
const readers: readonly (readonly [name: string, read: Reader, real: Uint8Array])[] = [
  ["FLV", (bytes) => pushed(new FlvReader(bound), bytes), flvFile],
  ["a video tag", readVideoBody, clip.tags.find((tag) => tag.type === flvTagTypes.video)?.payload ?? new Uint8Array(0)],
  [
    "an enhanced video tag",
    readVideoBody,
    Buffer.concat([Buffer.from("9702010203"), Buffer.from("91hvc1"), frames[0]?.data ?? new Uint8Array(0)]),
  ],
  [
    "an audio tag",
    readAudioBody,
    clip.tags.find((tag) => tag.type === flvTagTypes.audio)?.payload ?? new Uint8Array(0),
  ],
  ["an avcC", readAvcConfiguration, clip.video.configuration],
  ["an SPS", readSps, sps[0] ?? new Uint8Array(0)],
  ["a frame", (bytes) => frameKind(nalUnits(bytes, 4)), shortUnits],
  ["an AudioSpecificConfig", readAacConfiguration, Buffer.from("131056e598", "hex")],
  ["an init segment", readInitSegment, init],
  ["an init segment of sound", readInitSegment, soundInit],
  ["fragments", (bytes) => pushed(new CmafReader(bound), bytes), cmaf],
];

function pushed(reader: { push(chunk: Uint8Array): unknown[] }, bytes: Uint8Array): number {
  let count = 0;
  for (const chunk of chunked(bytes, [97])) {
    count += reader.push(chunk).length;
    if (reader instanceof FlvReader) expect(reader.held).toBeLessThan(bound + 200);
  }
  return count;
}

/** Whether it was read or refused in words; any other error goes on. Milliseconds bound what it may take. */
function survives(read: Reader, bytes: Uint8Array): void {
  const before = performance.now();
  try {
    read(bytes);
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    expect(error.message).toMatch(/^[ -~]+$/);
  }
  expect(performance.now() - before).toBeLessThan(1000);
}

/** Places, and what is put there: a byte, a long number, a cut. */
const changes = fc.array(
  fc.record({
    at: fc.nat(20000),
    kind: fc.constantFrom("byte", "byte", "bit", "ones", "zeros", "cut", "twice"),
    value: fc.integer({ min: 0, max: 255 }),
  }),
  { minLength: 1, maxLength: 5 },
);

function changed(
  real: Uint8Array,
  list: readonly { readonly at: number; readonly kind: string; readonly value: number }[],
): Uint8Array {
  let bytes = new Uint8Array(real);
  for (const { at: place, kind, value } of list) {
    if (bytes.length === 0) break;
    const at = place % bytes.length;
    if (kind === "byte") bytes[at] = value;
    else if (kind === "bit") bytes[at] = (bytes[at] ?? 0) ^ (1 << (value & 7));
    else if (kind === "ones") bytes.fill(0xff, at, at + 4);
    else if (kind === "zeros") bytes.fill(0, at, at + 4);
    else if (kind === "cut") bytes = bytes.slice(0, at);
    else
      bytes = new Uint8Array(
        Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + value), bytes.subarray(at)]),
      );
  }
  return bytes;
}

describe.each(readers)("%s", (_name, read, real) => {
  it("is read as it is", () => expect(() => read(real)).not.toThrow());

  it("of any bytes is read or refused in words, and soon", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => survives(read, bytes)),
      { numRuns: 300 },
    );
  });

  it("that was changed is read or refused in words, and soon", () => {
    fc.assert(
      fc.property(changes, (list) => survives(read, changed(real, list))),
      { numRuns: 400 },
    );
  });

  it("that ends early is read or refused in words", () => {
    for (let length = 0; length < Math.min(real.length, 700); length++) survives(read, real.subarray(0, length));
  });
});

describe("what takes long or much elsewhere", () => {
  it("a box or a tag that promises gigabytes holds none of them", () => {
    const before = process.memoryUsage().arrayBuffers;
    const flv = new FlvReader(bound);
    expect(() => flv.push(Buffer.concat([flvHeader, Buffer.from("09ffffff0000000000000000", "hex")]))).toThrow(
      MediaError,
    );
    expect(() => new CmafReader(bound).push(Buffer.from("fffffff06d6f6f76", "hex"))).toThrow(MediaError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });

  it("a trun of four billion frames without sizes is refused at once", () => {
    const fragment = new Uint8Array(writeFragment(1, frames.slice(0, 2)));
    const at = Buffer.from(fragment).indexOf("trun");
    // No flags: every frame has the defaults of trex, no bytes.
    fragment.set([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], at + 4);
    const reader = new CmafReader();
    reader.push(init);
    expect(() => reader.push(fragment)).toThrow("more than 65536 frames");
  });

  it("half a million empty NAL units or nested boxes take no time to tell of", () => {
    expect(nalUnits(new Uint8Array(2 ** 21), 4)).toEqual([]);
    const nested = Buffer.alloc(2 ** 16);
    for (let at = 0; at + 8 <= nested.length; at += 8) {
      nested.writeUInt32BE(nested.length - at, at);
      nested.write("moov", at + 4, "latin1");
    }
    expect(() => readInitSegment(nested)).toThrow(MediaError);
  });

  it("a chunk of one byte at a time costs no more than its bytes", () => {
    const tag = Buffer.concat([
      flvHeader,
      Buffer.from("090186a000000000000000", "hex"),
      new Uint8Array(100_000),
      Buffer.from("000186ab", "hex"),
    ]);
    const reader = new FlvReader();
    const before = performance.now();
    let tags = 0;
    for (const chunk of chunked(tag, [1])) tags += reader.push(chunk).length;
    expect(tags).toBe(1);
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});
