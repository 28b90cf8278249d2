import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FlvReader, flvTagTypes, writeFlvHeader, writeFlvTag } from "../../../server/media/flv.ts";
import { readAudioBody, writeAacConfigurationBody, writeAacFrame } from "../../../server/media/flv-audio.ts";
import { readVideoBody, writeAvcConfigurationBody, writeAvcFrame } from "../../../server/media/flv-video.ts";
import { chunked, clipAsFlv } from "./clip.ts";

const bytes = fc.uint8Array({ maxLength: 300 });
const tag = fc.record({
  type: fc.constantFrom(...Object.values(flvTagTypes)),
  timestamp: fc.integer({ min: 0, max: 0xffffffff }),
  payload: bytes,
});

describe("FLV tags", () => {
  it("are read as they were written, in chunks of any size", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 8 }), sizes, (tags, chunks) => {
        const file = Buffer.concat([writeFlvHeader({ audio: true, video: false }), ...tags.map(writeFlvTag)]);
        const reader = new FlvReader();
        const read = chunked(file, chunks).flatMap((chunk) => reader.push(chunk));
        expect(reader.header).toEqual({ audio: true, video: false });
        expect(read.map((one) => ({ ...one, payload: Buffer.from(one.payload) }))).toEqual(
          tags.map((one) => ({ ...one, payload: Buffer.from(one.payload) })),
        );
        expect(reader.held).toBe(0);
      }),
    );
  });

  it("of ffmpeg are written back byte for byte", () => {
    const file = clipAsFlv();
    const reader = new FlvReader();
    const tags = reader.push(file);
    const written = Buffer.concat([writeFlvHeader({ audio: true, video: true }), ...tags.map(writeFlvTag)]);
    expect(written.equals(file)).toBe(true);
  });

  it.each([
    ["no FLV", Buffer.from("GIF89a-and-more"), "does not begin with FLV"],
    [
      "a tag above the bound",
      Buffer.concat([writeFlvHeader({ audio: true, video: true }), Buffer.from("09ffffff00000000000000", "hex")]),
      "above 1000",
    ],
    [
      "a size behind a tag that is not its own",
      Buffer.concat([
        writeFlvHeader({ audio: true, video: true }),
        Buffer.from("090000000000000000000000000000", "hex"),
      ]),
      "followed by the size 0",
    ],
    [
      "an encrypted tag",
      Buffer.concat([
        writeFlvHeader({ audio: true, video: true }),
        Buffer.from("29000000000000000000000000000b", "hex"),
      ]),
      "encrypted",
    ],
  ])("refuses %s", (_name, file, words) => {
    expect(() => new FlvReader(1000).push(file)).toThrow(words);
  });
});

describe("bodies of video tags", () => {
  const signed24 = fc.integer({ min: -0x800000, max: 0x7fffff });

  it("with AVC are read as they were written", () => {
    fc.assert(
      fc.property(fc.boolean(), signed24, bytes, (keyframe, compositionTime, data) => {
        expect(readVideoBody(writeAvcFrame({ keyframe, compositionTime, data }))).toEqual({
          kind: "frame",
          codec: { supported: true, name: "H.264" },
          keyframe,
          compositionTime,
          data,
        });
      }),
    );
    expect(readVideoBody(writeAvcConfigurationBody(Uint8Array.of(1, 2)))).toMatchObject({
      kind: "configuration",
      data: Uint8Array.of(1, 2),
    });
  });

  it.each([
    // Enhanced: frame type 1, packet type, FourCC.
    [`90${hex("hvc1")}01`, "configuration", "HEVC", false],
    [`91${hex("hvc1")}00000aff`, "frame", "HEVC", false],
    [`93${hex("av01")}ff`, "frame", "AV1", false],
    [`91${hex("vp09")}ff`, "frame", "VP9", false],
    [`93${hex("avc1")}ff`, "frame", "H.264", true],
    [`90${hex("zz\u0001z")}`, "configuration", 'codec "zz?z"', false],
    // ModEx with three bytes in front.
    [`970201020303${hex("av01")}ff`, "frame", "AV1", false],
    [`9600${hex("avc1")}`, "frame", "multitrack video", false],
    [`94${hex("hvc1")}`, "none", "HEVC", false],
    // Legacy ids.
    ["12ff", "frame", "Sorenson H.263", false],
    ["1cff", "frame", "HEVC", false],
    ["1fff", "frame", "codec 15", false],
    ["5700", "none", "H.264", true],
    ["1702000000", "end", "H.264", true],
  ])("%s: %s of %s", (body, kind, name, supported) => {
    expect(readVideoBody(Buffer.from(body, "hex"))).toMatchObject({ kind, codec: { name, supported } });
  });

  it("tell a keyframe and a composition time below zero in enhanced form", () => {
    expect(readVideoBody(Buffer.from(`91${hex("avc1")}ffffffaa`, "hex"))).toMatchObject({
      keyframe: true,
      compositionTime: -1,
      data: Buffer.from([0xaa]),
    });
  });

  it("that are empty say nothing", () => expect(readVideoBody(new Uint8Array(0)).kind).toBe("none"));
});

describe("bodies of audio tags", () => {
  it("with AAC are read as they were written", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (data) => {
        expect(readAudioBody(writeAacFrame(data))).toMatchObject({ kind: "frame", codec: { name: "AAC" }, data });
        expect(readAudioBody(writeAacConfigurationBody(data))).toMatchObject({ kind: "configuration", data });
      }),
    );
  });

  it.each([
    [`90${hex("Opus")}01`, "configuration", "Opus"],
    [`91${hex("mp4a")}01`, "frame", "AAC"],
    [`91${hex("fLaC")}01`, "frame", "FLAC"],
    [`9500${hex("mp4a")}01`, "frame", "multitrack audio"],
    ["72ff", "frame", "G.711 A-law"],
    ["2fff", "frame", "MP3"],
    ["af01", "none", "AAC"],
  ])("%s: %s of %s", (body, kind, name) => {
    expect(readAudioBody(Buffer.from(body, "hex"))).toMatchObject({ kind, codec: { name } });
  });

  it("with another AAC packet type are refused", () => {
    expect(() => readAudioBody(Buffer.from("af02", "hex"))).toThrow("packet type 2");
  });
});

function hex(text: string): string {
  return Buffer.from(text, "latin1").toString("hex");
}
