import fc from "fast-check";
import { createFile, MP4BoxBuffer } from "mp4box";
import { beforeAll, describe, expect, it } from "vitest";
import { BoxSplitter, childBoxes } from "../../../server/media/boxes.ts";
import { writeFragment } from "../../../server/media/fragment.ts";
import { type CmafEvent, CmafReader } from "../../../server/media/fragment-reader.ts";
import type { Frame } from "../../../server/media/frame.ts";
import { type TrackFormat, writeInitSegment } from "../../../server/media/init-segment.ts";
import { readInitSegment } from "../../../server/media/init-segment-reader.ts";
import { type Clip, chunked, clipAsCmaf, readClip } from "./clip.ts";

let clip: Clip;
let video: TrackFormat;
let audio: TrackFormat;
beforeAll(() => {
  clip = readClip();
  video = { kind: "video", timescale: 90000, configuration: clip.video.configuration };
  audio = { kind: "audio", timescale: 48000, configuration: clip.audio.configuration };
});

function framesOf(events: readonly CmafEvent[]): Frame[] {
  return events.flatMap((event) => (event.type === "frames" ? event.frames : []));
}

function data(frames: readonly Frame[]): Buffer {
  return Buffer.concat(frames.map((frame) => frame.data));
}

function groups<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function file(format: TrackFormat, frames: readonly Frame[], perFragment: number): Uint8Array {
  const fragments = groups(frames, perFragment).map((group, index) => writeFragment(index + 1, group));
  return new Uint8Array(Buffer.concat([writeInitSegment(format), ...fragments]));
}

describe("an init segment", () => {
  it("is read as it was written", () => {
    for (const format of [video, audio]) expect(readInitSegment(writeInitSegment(format)).format).toEqual(format);
    expect(readInitSegment(writeInitSegment(video))).toMatchObject({
      width: 1280,
      height: 720,
      trackId: 1,
      mediaStart: 0,
    });
  });

  it("of ffmpeg names the same codecs", () => {
    const read = readInitSegment(clipAsCmaf("v"));
    expect(read).toMatchObject({ width: 1280, height: 720, format: { kind: "video" } });
    expect(Buffer.from(read.format.configuration)).toEqual(Buffer.from(clip.video.configuration));
    const sound = readInitSegment(clipAsCmaf("a")).format;
    expect(sound).toMatchObject({ kind: "audio", timescale: 48000 });
    expect(Buffer.from(sound.configuration).subarray(0, 2)).toEqual(
      Buffer.from(clip.audio.configuration).subarray(0, 2),
    );
  });
});

describe("fragments", () => {
  const frame = fc.record({
    duration: fc.oneof(fc.constant(3600), fc.integer({ min: 1, max: 0xffffffff })),
    compositionOffset: fc.oneof(fc.constant(0), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    keyframe: fc.boolean(),
    data: fc.uint8Array({ maxLength: 60 }),
  });

  it("are read as they were written, in chunks of any size", () => {
    const start = fc.oneof(fc.integer({ min: 0, max: 2e14 }), fc.constant(2 ** 52));
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        start,
        fc.array(frame, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 12 }),
        sizes,
        (first, drawn, size, cuts) => {
          let decodeTime = first;
          const frames = drawn.map((one): Frame => {
            const whole = { ...one, decodeTime };
            decodeTime += one.duration;
            return whole;
          });
          const reader = new CmafReader();
          const events = chunked(file(video, frames, size), cuts).flatMap((chunk) => reader.push(chunk));
          expect(events[0]).toMatchObject({ type: "init", init: { format: { kind: "video" } } });
          expect(framesOf(events)).toEqual(frames);
        },
      ),
    );
  });

  it("of ffmpeg, one a frame, are read as the frames that FLV has", () => {
    const reader = new CmafReader();
    const read = chunked(clipAsCmaf("v", "-c", "copy", "-video_track_timescale", "90000"), [4096]).flatMap((chunk) =>
      reader.push(chunk),
    );
    const frames = framesOf(read);
    expect(data(frames).equals(data(clip.video.frames))).toBe(true);
    expect(frames.map((one) => one.keyframe)).toEqual(clip.video.frames.map((one) => one.keyframe));
    const [first, flv] = [frames[0], clip.video.frames[0]];
    const shown = (one: Frame | undefined) => (one ? one.decodeTime + one.compositionOffset : Number.NaN);
    expect(frames.map((one) => shown(one) - shown(first))).toEqual(
      clip.video.frames.map((one) => shown(one) - shown(flv)),
    );
    expect(frames.every((one) => one.duration === 3600)).toBe(true);
  });

  it("are what mp4box reads", () => {
    for (const [format, frames] of [
      [video, clip.video.frames],
      [audio, clip.audio.frames],
    ] as const) {
      const mp4 = createFile();
      let codec = "";
      let samples = 0;
      let wrong = "";
      mp4.onError = (module: string, message: string) => {
        wrong = `${module}: ${message}`;
      };
      mp4.onReady = (info) => {
        const [track] = info.tracks;
        codec = track?.codec ?? "";
        expect(info.isFragmented).toBe(true);
        if (track) mp4.setExtractionOptions(track.id, undefined, { nbSamples: 1 });
        mp4.start();
      };
      mp4.onSamples = (_id, _user, read) => {
        for (const sample of read) {
          const expected = frames[samples];
          samples += 1;
          expect(sample).toMatchObject({
            dts: expected?.decodeTime,
            cts: (expected?.decodeTime ?? 0) + (expected?.compositionOffset ?? 0),
            duration: expected?.duration,
            is_sync: expected?.keyframe,
            size: expected?.data.length,
          });
        }
      };
      const bytes = file(format, frames, 8);
      mp4.appendBuffer(MP4BoxBuffer.fromArrayBuffer(new Uint8Array(bytes).buffer, 0), true);
      mp4.flush();
      expect(wrong).toBe("");
      expect(codec).toBe(format.kind === "video" ? "avc1.4d401f" : "mp4a.40.2");
      expect(samples).toBe(frames.length);
    }
  });
});

describe("boxes", () => {
  it("beyond a bound are refused before anything of theirs is held", () => {
    const splitter = new BoxSplitter(1000);
    expect(() => splitter.push(Buffer.from("7fffffff6d646174", "hex"))).toThrow("above 1000");
    expect(() => new BoxSplitter().push(Buffer.from("000000016d646174ffffffffffffffff", "hex"))).toThrow("2^53");
    expect(() => new BoxSplitter().push(Buffer.from("000000006d646174", "hex"))).toThrow("without a size");
    expect(() => new BoxSplitter().push(Buffer.from("000000076d646174", "hex"))).toThrow("less than its header");
  });

  it("beyond their parent, or too many, are refused", () => {
    expect(() => [...childBoxes(Buffer.from("000000096d646174", "hex"), "moof")]).toThrow("8 left");
    expect(() => [...childBoxes(Buffer.from("0000000866726565".repeat(1025), "hex"), "moof")]).toThrow(
      "more than 1024",
    );
  });

  it.each([
    ["a moof before the moov", "000000086d6f6f66", "before the moov"],
    ["an mdat alone", "000000086d646174", "without a moof"],
  ])("refuses %s", (_name, bytes, words) => {
    expect(() => new CmafReader().push(Buffer.from(bytes, "hex"))).toThrow(words);
  });
});
