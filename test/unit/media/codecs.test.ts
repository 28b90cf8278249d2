import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { readAacConfiguration, writeAacLcConfiguration } from "../../../server/media/aac.ts";
import { avcConfigurationOf, readAvcConfiguration, writeAvcConfiguration } from "../../../server/media/avc.ts";
import {
  frameKind,
  nalUnits,
  rawPayload,
  recoveryFrameCount,
  sliceType,
  writeNalUnits,
} from "../../../server/media/avc-nal.ts";
import { readSps } from "../../../server/media/avc-sps.ts";
import { aacCodecString, avcCodecString } from "../../../server/media/codec-string.ts";
import { FlvReader, flvTagTypes } from "../../../server/media/flv.ts";
import { readVideoBody } from "../../../server/media/flv-video.ts";
import { type Clip, readClip } from "./clip.ts";

let clip: Clip;
beforeAll(() => {
  clip = readClip();
});

interface Encoded {
  readonly sps: Uint8Array;
  readonly kinds: readonly ReturnType<typeof frameKind>[];
}

/** What x264 makes of test pictures with these arguments. */
function encoded(size: string, ...args: readonly string[]): Encoded {
  const source = ["-f", "lavfi", "-i", `testsrc2=s=${size}:r=30000/1001`, "-frames:v", "24", "-pix_fmt", "yuv420p"];
  const file = execFileSync("ffmpeg", ["-v", "error", ...source, "-c:v", "libx264", ...args, "-f", "flv", "pipe:1"]);
  const bodies = new FlvReader()
    .push(file)
    .filter((tag) => tag.type === flvTagTypes.video)
    .map((tag) => readVideoBody(tag.payload));
  const configuration = bodies.find((body) => body.kind === "configuration");
  const { sps } = readAvcConfiguration(configuration?.data ?? new Uint8Array(0));
  const kinds = bodies.flatMap((body) => (body.kind === "frame" ? [frameKind(nalUnits(body.data, 4))] : []));
  return { sps: sps[0] ?? new Uint8Array(0), kinds };
}

describe("an avcC", () => {
  it("of the clip is written back byte for byte, and names codec and picture", () => {
    const config = readAvcConfiguration(clip.video.configuration);
    expect(Buffer.from(writeAvcConfiguration(config))).toEqual(Buffer.from(clip.video.configuration));
    expect(avcCodecString(config)).toBe("avc1.4d401f");
    const sps = readSps(config.sps[0] ?? new Uint8Array(0));
    expect(sps).toMatchObject({
      width: 1280,
      height: 720,
      profile: 77,
      level: 31,
      frameRate: 25,
      interlaced: false,
      chroma: 1,
      bitDepth: 8,
    });
  });

  it("is made of parameter sets from the stream", () => {
    const { sps, pps } = readAvcConfiguration(clip.video.configuration);
    const made = avcConfigurationOf(sps[0] ?? new Uint8Array(0), pps[0] ?? new Uint8Array(0));
    expect(readAvcConfiguration(writeAvcConfiguration(made))).toMatchObject({ profile: 77, level: 31, lengthSize: 4 });
  });

  it.each([
    ["004d401fffe100", "version 0"],
    ["014d401ffee1", "3 bytes"],
    ["014d401fffe000", "no SPS"],
    ["014d401fffe10002674200", "no PPS"],
    ["014d401fffe100026842", "no SPS in its place"],
    ["014d401fffe100ff67", "ends"],
  ])("%s is refused: %s", (bytes, words) => {
    expect(() => readAvcConfiguration(Buffer.from(bytes, "hex"))).toThrow(words);
  });
});

describe("an SPS", () => {
  it("tells cropping, pixel aspect and frame rate", () => {
    const { sps } = encoded("322x182", "-aspect", "16:9", "-preset", "ultrafast");
    const read = readSps(sps);
    expect(read).toMatchObject({ width: 322, height: 182 });
    expect(read.frameRate).toBeCloseTo(29.97, 3);
    const [horizontal, vertical] = read.pixelAspect;
    expect((322 * horizontal) / (182 * vertical)).toBeCloseTo(16 / 9, 5);
  });

  it("of interlaced pictures has twice the rows", () => {
    const { sps } = encoded("320x176", "-x264-params", "interlaced=1", "-preset", "ultrafast");
    expect(readSps(sps)).toMatchObject({ width: 320, height: 176, interlaced: true });
  });

  it("tells of impossible sizes", () => {
    // Baseline, then codes of 31 bits for the width.
    const unit = Buffer.from("6742001e" + "f8" + "0000000200000002" + "ffffffff", "hex");
    expect(() => readSps(unit)).toThrow();
  });
});

describe("a frame's NAL units", () => {
  it("are written as they were read", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 })), (units) => {
        expect(nalUnits(writeNalUnits(units), 4)).toEqual(units);
      }),
    );
  });

  it("beyond the frame are refused", () => {
    expect(() => nalUnits(Uint8Array.of(0, 0, 0, 5, 1), 4)).toThrow("5 bytes");
    expect(() => nalUnits(Uint8Array.of(0, 0), 4)).toThrow("length of a NAL unit");
  });

  it("lose the bytes that keep start codes out", () => {
    expect([...rawPayload(Uint8Array.of(0x67, 0, 0, 3, 1, 0, 0, 3))]).toEqual([0, 0, 1, 0, 0]);
  });

  it("of the clip tell its keyframes as FLV does", () => {
    const kinds = clip.video.frames.map((frame) => frameKind(nalUnits(frame.data, 4)));
    expect(kinds.map((kind) => kind.entry === "idr")).toEqual(clip.video.frames.map((frame) => frame.keyframe));
  });

  it("tell an open GOP: I frames with a recovery point", () => {
    const { kinds } = encoded("320x176", "-x264-params", "open-gop=1:bframes=3:scenecut=0", "-g", "12");
    expect(kinds.filter((kind) => kind.entry === "idr")).toHaveLength(1);
    expect(kinds.filter((kind) => kind.entry === "recovery")).toHaveLength(1);
    expect(kinds.some((kind) => kind.bidirectional)).toBe(true);
  });

  it("tell intra refresh: recovery after some frames, and no I frame", () => {
    const { kinds } = encoded("320x176", "-x264-params", "intra-refresh=1:bframes=0", "-g", "12");
    expect(kinds[0]?.entry).toBe("idr");
    const later = kinds.slice(1).filter((kind) => kind.entry === "gradual");
    expect(later.length).toBeGreaterThan(0);
    expect(later[0]?.recoveryFrames).toBeGreaterThan(0);
  });

  it("tell slices and recovery points by hand-made bits", () => {
    expect(sliceType(Uint8Array.of(0x41, 0b1_010_0000))).toBe("B");
    expect(sliceType(Uint8Array.of(0x41, 0b1_00110_00, 0))).toBe("P");
    expect(() => sliceType(Uint8Array.of(0x41, 0b1_0001011, 0))).toThrow("type 10");
    // User data of 300 bytes, then a recovery point of 3 frames.
    const sei = Uint8Array.of(6, 5, 0xff, 45, ...Array(300).fill(7), 6, 1, 0b00100_000, 0x80);
    expect(recoveryFrameCount(sei)).toBe(3);
    expect(recoveryFrameCount(Uint8Array.of(6, 5, 0xff, 0xff))).toBeUndefined();
  });
});

describe("an AudioSpecificConfig", () => {
  it.each([
    // LC, 48 kHz, stereo: the clip's kind.
    [
      "1190",
      { objectType: 2, sampleRate: 48000, channels: 2, programConfig: false, sbr: false, outputRate: 48000 },
      "mp4a.40.2",
    ],
    ["1210", { objectType: 2, sampleRate: 44100, channels: 2 }, "mp4a.40.2"],
    // SBR, signalled up front: 24 kHz core, 48 kHz.
    [
      "2b118800",
      { objectType: 2, sampleRate: 24000, channels: 2, sbr: true, ps: false, outputRate: 48000 },
      "mp4a.40.5",
    ],
    // PS: 24 kHz mono core.
    [
      "eb098800",
      { objectType: 2, sampleRate: 24000, channels: 1, sbr: true, ps: true, outputRate: 48000 },
      "mp4a.40.29",
    ],
    // SBR behind it.
    [
      "131056e598",
      { objectType: 2, sampleRate: 24000, channels: 2, sbr: true, ps: false, outputRate: 48000 },
      "mp4a.40.5",
    ],
    // 960 samples a frame.
    ["1194", { samplesPerFrame: 960 }, "mp4a.40.2"],
    // 7.1
    ["11b8", { channels: 8 }, "mp4a.40.2"],
    // An explicit rate of 50,000.
    ["178061a808", { sampleRate: 50000, channels: 1 }, "mp4a.40.2"],
  ])("%s", (bytes, expected, codec) => {
    const config = readAacConfiguration(Buffer.from(bytes, "hex"));
    expect(config).toMatchObject(expected);
    expect(aacCodecString(config)).toBe(codec);
  });

  it("counts the channels of a program config element", () => {
    const filter = "pan=quad|FL=c0|FR=c0|BL=c0|BR=c0";
    const args = ["-f", "lavfi", "-i", "sine=r=48000:d=0.2", "-af", filter, "-c:a", "aac", "-f", "flv", "pipe:1"];
    const tags = new FlvReader().push(execFileSync("ffmpeg", ["-v", "error", ...args]));
    const [header] = tags.filter((tag) => tag.type === flvTagTypes.audio);
    expect(readAacConfiguration(header?.payload.subarray(2) ?? new Uint8Array(0))).toMatchObject({
      channels: 4,
      programConfig: true,
    });
  });

  it("is read as it was written", () => {
    const channels = fc.constantFrom(1, 2, 3, 4, 5, 6, 8);
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(48000, 44100, 22050, 96000), fc.integer({ min: 1000, max: 192000 })),
        channels,
        (sampleRate, count) => {
          const config = readAacConfiguration(writeAacLcConfiguration({ sampleRate, channels: count }));
          expect(config).toMatchObject({ objectType: 2, sampleRate, channels: count, samplesPerFrame: 1024 });
        },
      ),
    );
  });

  it.each([
    ["1690", "frequency index 13"],
    ["11c8", "channel configuration 9"],
    ["f9484000", "object type 42"],
    ["11", "ends"],
    ["17800000880000", "samples a second"],
  ])("%s is refused: %s", (bytes, words) => {
    expect(() => readAacConfiguration(Buffer.from(bytes, "hex"))).toThrow(words);
  });
});
