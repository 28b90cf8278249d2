import { describe, expect, it } from "vitest";
import { CmafReader } from "../../../server/media/fragment-reader.ts";
import type { Frame } from "../../../server/media/frame.ts";
import { type TrackFormat, writeInitSegment } from "../../../server/media/init-segment.ts";
import { Packager } from "../../../server/media/packager.ts";
import { planAudioParts, planVideoParts } from "../../../server/media/part-plan.ts";
import { type ClipTrack, clipAsCmaf, decoded, readClip } from "./clip.ts";

/** Seconds: media time is epoch time. */
const epoch = 1.75e9;

/** A track as players get it: init segment and segments, one after the other. */
function packaged(
  format: TrackFormat,
  frames: readonly Frame[],
): { readonly file: Uint8Array; readonly starts: number[] } {
  const { timescale } = format;
  const parts =
    format.kind === "video"
      ? planVideoParts({ timescale, framesPerSecond: 25, keyframeInterval: 1, part: 0.333 })
      : planAudioParts(timescale, 1024, 0.333);
  const packager = new Packager({
    timescale,
    fragment: 2,
    anchor: epoch * timescale,
    targetDuration: 3,
    ...(parts && { parts }),
  });
  const moved = frames.map((frame) => ({ ...frame, decodeTime: frame.decodeTime + epoch * timescale }));
  const events = [...moved.flatMap((frame) => packager.push(frame)), ...packager.cut()];
  const segments = events.flatMap((event) => (event.type === "segment" ? [event.segment] : []));
  const data = segments.flatMap((segment) => segment.parts.map((part) => part.data));
  return {
    file: Buffer.concat([writeInitSegment(format), ...data]),
    starts: segments.map((segment) => segment.startTime / timescale - epoch),
  };
}

function formatOf(kind: "video" | "audio", track: ClipTrack): TrackFormat {
  return { kind, timescale: track.timescale, configuration: track.configuration };
}

describe("real footage, packaged and decoded by ffmpeg", () => {
  const clip = readClip();

  it("has each picture at its time", () => {
    const { file, starts } = packaged(formatOf("video", clip.video), clip.video.frames);
    const picture = decoded(file);
    expect(picture.frames).toBe(clip.video.frames.length);
    const [first] = clip.video.frames;
    expect(picture.firstPts - epoch).toBeCloseTo(
      ((first?.decodeTime ?? 0) + (first?.compositionOffset ?? 0)) / 90000,
      3,
    );
    expect(picture.lastPts - picture.firstPts).toBeCloseTo((clip.video.frames.length - 1) / 25, 3);
    expect(starts.length).toBeGreaterThan(1);
  });

  it("has each frame of sound at its time, in step with the picture", () => {
    const sound = decoded(packaged(formatOf("audio", clip.audio), clip.audio.frames).file);
    expect(sound.frames).toBe(clip.audio.frames.length);
    expect(sound.firstPts - epoch).toBeCloseTo(0, 3);
    expect(sound.lastPts - sound.firstPts).toBeCloseTo(((clip.audio.frames.length - 1) * 1024) / 48000, 3);
  });

  it("has pictures that are shown in another order than they are decoded", () => {
    const encoder = [
      "-vf",
      "scale=160:90",
      "-c:v",
      "libx264",
      "-preset",
      "ultrafast",
      "-bf",
      "3",
      "-g",
      "25",
      "-video_track_timescale",
      "90000",
    ];
    const reader = new CmafReader();
    const events = reader.push(clipAsCmaf("v", ...encoder));
    const [init] = events.flatMap((event) => (event.type === "init" ? [event.init] : []));
    if (!init) throw new Error("ffmpeg wrote no moov");
    const frames = events.flatMap((event) => (event.type === "frames" ? event.frames : []));
    expect(frames.some((frame) => frame.compositionOffset !== 0)).toBe(true);
    const picture = decoded(packaged(init.format, frames).file);
    expect(picture.frames).toBe(frames.length);
    const shown = frames.map((frame) => (frame.decodeTime + frame.compositionOffset) / 90000);
    // ffmpeg's reader adds the most negative offset to all times; players in browsers do not.
    const added = Math.max(0, ...frames.map((frame) => -frame.compositionOffset)) / 90000;
    expect(picture.firstPts - epoch).toBeCloseTo(Math.min(...shown) + added, 3);
    expect(picture.lastPts - epoch).toBeCloseTo(Math.max(...shown) + added, 3);
  });
});
