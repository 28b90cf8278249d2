import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CmafReader } from "../../../server/media/fragment-reader.ts";
import type { Frame } from "../../../server/media/frame.ts";
import { writeInitSegment } from "../../../server/media/init-segment.ts";
import { Packager, type PackagerEvent, type PackagerOptions } from "../../../server/media/packager.ts";
import { planAudioParts, planVideoParts } from "../../../server/media/part-plan.ts";
import { SampleClock } from "../../../server/media/sample-clock.ts";
import type { Part, Segment } from "../../../server/media/segment.ts";

const timescale = 90000;
const epoch = 1.7e9 * timescale;
const options: PackagerOptions = { timescale, fragment: 2, anchor: epoch, targetDuration: 2, firstNumber: 700 };

interface Packaged {
  readonly parts: Part[];
  readonly segments: Segment[];
}

function packaged(given: PackagerOptions, frames: readonly Frame[]): Packaged {
  const packager = new Packager(given);
  return sorted([...frames.flatMap((frame) => packager.push(frame)), ...packager.cut()]);
}

function sorted(events: readonly PackagerEvent[]): Packaged {
  return {
    parts: events.flatMap((event) => (event.type === "part" ? [event.part] : [])),
    segments: events.flatMap((event) => (event.type === "segment" ? [event.segment] : [])),
  };
}

/** Pictures at a steady rate, a keyframe every `gop`, stamped in whole milliseconds where `stamped`. */
function pictures(count: number, rate: number, gop: number, stamped = false): Frame[] {
  const time = (index: number) => {
    const seconds = index / rate;
    return epoch + Math.round(stamped ? Math.round(seconds * 1000) * 90 : seconds * timescale);
  };
  return Array.from({ length: count }, (_, index) => ({
    decodeTime: time(index),
    duration: time(index + 1) - time(index),
    compositionOffset: 0,
    keyframe: index % gop === 0,
    data: new Uint8Array(10),
  }));
}

/** What has to hold of whatever came out, and of nothing else. */
function expectTiled({ parts, segments }: Packaged, from = { number: 700, discontinuity: 0, endTime: 0 }): void {
  expect(segments.flatMap((segment) => segment.parts)).toEqual(parts);
  let { number, discontinuity, endTime } = from;
  for (const segment of segments) {
    expect(segment.number).toBe(number);
    number += 1;
    if (segment.discontinuity === discontinuity && endTime !== 0) expect(segment.startTime).toBe(endTime);
    else {
      expect(segment.discontinuity).toBeLessThanOrEqual(discontinuity + 1);
      expect(segment.startTime).toBeGreaterThanOrEqual(endTime);
      expect(segment.independent).toBe(true);
    }
    discontinuity = segment.discontinuity;
    let time = segment.startTime;
    for (const [index, part] of segment.parts.entries()) {
      expect(part).toMatchObject({ index, segment: segment.number, startTime: time });
      expect(part.duration).toBeGreaterThan(0);
      time += part.duration;
    }
    endTime = segment.startTime + segment.duration;
    expect(time).toBe(endTime);
    expect(segment.bytes).toBe(segment.parts.reduce((sum, part) => sum + part.data.length, 0));
    expect(segment.independent).toBe(segment.parts[0]?.independent);
  }
}

const init = writeInitSegment({ kind: "audio", timescale: 48000, configuration: Uint8Array.of(0x11, 0x90) });

/** The frames within a part, as a reader of CMAF finds them. */
function framesIn(part: Part): Frame[] {
  const reader = new CmafReader();
  reader.push(init);
  return reader.push(part.data).flatMap((event) => (event.type === "frames" ? event.frames : []));
}

describe("whatever frames come", () => {
  const step = fc.oneof(
    { weight: 12, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: -9000, max: 9000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -3_000_000, max: 3_000_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -1e10, max: 1e10 }) },
  );
  const drawn = fc.record({
    step,
    duration: fc.oneof(
      { weight: 8, arbitrary: fc.constant(3600) },
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 8000 }) },
      { weight: 1, arbitrary: fc.integer({ min: -10, max: 1e9 }) },
    ),
    compositionOffset: fc.oneof(fc.constant(0), fc.integer({ min: -1e6, max: 1e6 })),
    size: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constant(3000)),
    cut: fc.constantFrom("no", "no", "no", "no", "no", "no", "no", "cut", "discontinue"),
  });
  const session = fc.record({
    frames: fc.array(drawn, { minLength: 1, maxLength: 250 }),
    // None, the first alone, some, all.
    keyframes: fc.oneof(
      fc.constant<number[]>([]),
      fc.constant([0]),
      fc.array(fc.integer({ min: 0, max: 249 }), { maxLength: 25 }),
      fc.constant(Array.from({ length: 250 }, (_, index) => index)),
    ),
    fragment: fc.constantFrom(1, 2, 2.002),
    parts: fc.constantFrom(
      undefined,
      planVideoParts({ timescale, framesPerSecond: 25, keyframeInterval: 1, part: 0.333 }),
      planAudioParts(timescale, 3600, 0.2),
    ),
    from: fc.option(
      fc.record({
        number: fc.integer({ min: 0, max: 2e9 }),
        discontinuity: fc.nat(9),
        endTime: fc.integer({ min: epoch - 1e6, max: epoch + 1e6 }),
      }),
      { nil: undefined },
    ),
  });

  it("parts and segments tile time, numbers grow by one, no frame is lost or told twice", () => {
    fc.assert(
      fc.property(session, ({ frames, keyframes, fragment, parts, from }) => {
        const packager = new Packager({
          ...options,
          fragment,
          targetDuration: Math.round(fragment),
          maxSegmentBytes: 5000,
          ...(parts && { parts }),
          ...(from && { from }),
        });
        const keys = new Set(keyframes);
        const events: PackagerEvent[] = [];
        let time = epoch;
        for (const [index, one] of frames.entries()) {
          time = Math.max(0, time + one.step);
          if (one.cut === "cut") events.push(...packager.cut());
          if (one.cut === "discontinue") events.push(...packager.discontinue());
          const data = new Uint8Array(one.size).fill(index);
          events.push(
            ...packager.push({
              decodeTime: time,
              duration: one.duration,
              compositionOffset: one.compositionOffset,
              keyframe: keys.has(index),
              data,
            }),
          );
          time += Math.max(1, one.duration);
        }
        const { number } = packager.state;
        events.push(...packager.cut());
        const all = sorted(events);
        expectTiled(all, from);
        expect(packager.state.number).toBe(number);
        expect((from?.number ?? 700) + all.segments.length).toBe(number);
        expect(all.parts.reduce((sum, part) => sum + part.frames, 0) + packager.leftOut).toBe(frames.length);
        for (const segment of all.segments) {
          expect(Math.round(segment.duration / timescale)).toBeLessThanOrEqual(Math.round(fragment));
          const bytes = segment.parts.flatMap(framesIn).reduce((sum, frame) => sum + frame.data.length, 0);
          expect(bytes).toBeLessThanOrEqual(5000);
        }
        // No part is longer than its target, unless one frame is.
        if (parts)
          for (const part of all.parts) if (part.frames > 1) expect(part.duration).toBeLessThanOrEqual(parts.target);
      }),
      { numRuns: 150 },
    );
  });

  it("the frames of a part follow one another and are shown when they were to be", () => {
    const jitter = fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: 30, maxLength: 120 });
    fc.assert(
      fc.property(jitter, (offsets) => {
        const frames = pictures(offsets.length, 25, 25).map((frame, index) => ({
          ...frame,
          decodeTime: frame.decodeTime + (index === 0 ? 0 : (offsets[index] ?? 0)),
        }));
        const all = packaged(options, frames).parts.flatMap(framesIn);
        expect(all).toHaveLength(frames.length);
        for (const [index, frame] of all.entries()) {
          expect(frame.decodeTime + frame.compositionOffset).toBe(frames[index]?.decodeTime);
          expect(frame.decodeTime).toBe(
            index === 0 ? epoch : (all[index - 1]?.decodeTime ?? 0) + (all[index - 1]?.duration ?? 0),
          );
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("segments", () => {
  const seconds = (all: Packaged) => all.segments.map((segment) => segment.duration / timescale);

  it.each([
    ["a keyframe a second: two seconds each", pictures(200, 25, 25), [2, 2, 2, 2]],
    ["a keyframe each two seconds", pictures(150, 25, 50), [2, 2, 2]],
    ["keyframes alone", pictures(100, 25, 1), [2, 2]],
    ["a keyframe each 1.5 seconds: each is nearest", pictures(150, 20, 30), [1.5, 1.5, 1.5, 1.5, 1.5]],
    ["stamps in milliseconds, 30 frames a second", pictures(240, 30, 60, true), [2, 2, 2, 2]],
    ["one keyframe, then none: cut where the target duration ends", pictures(125, 25, 1000), [2.48, 2.48, 0.04]],
  ])("%s", (_name, frames, expected) => {
    const all = packaged(options, frames);
    expectTiled(all);
    expect(seconds(all).map((value) => Number(value.toFixed(3)))).toEqual(expected);
  });

  it("that found no keyframe say so", () => {
    expect(packaged(options, pictures(125, 25, 1000)).segments.map((segment) => segment.independent)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("of keyframes a little early, for minutes, are never twice as long", () => {
    // 30 frames at 30.3 a second: the keyframes overtake the grid.
    const all = packaged({ ...options, fragment: 1, targetDuration: 1 }, pictures(30 * 150, 30.3, 30));
    expect(Math.max(...seconds(all))).toBeLessThan(1.01);
    expectTiled(all);
  });

  it("of sound begin at the frame nearest to the grid, as those of the picture", () => {
    const frames = Array.from({ length: 600 }, (_, index) => ({
      decodeTime: 1.7e9 * 48000 + index * 1024,
      duration: 1024,
      compositionOffset: 0,
      keyframe: true,
      data: new Uint8Array(3),
    }));
    const all = packaged({ ...options, timescale: 48000, anchor: 1.7e9 * 48000 }, frames);
    for (const [index, segment] of all.segments.entries())
      expect(Math.abs(segment.startTime - (1.7e9 + 2 * index) * 48000)).toBeLessThanOrEqual(512);
    expectTiled(all);
  });

  it("end at their bounds where time stands still", () => {
    const still = Array.from(
      { length: 9000 },
      (_, index): Frame => ({
        decodeTime: epoch,
        duration: 0,
        compositionOffset: 0,
        keyframe: index === 0,
        data: new Uint8Array(1),
      }),
    );
    expect(packaged(options, still).segments.map((segment) => segment.parts[0]?.frames)).toEqual([4096, 4096, 808]);
    const heavy = still.slice(0, 100).map((frame) => ({ ...frame, data: new Uint8Array(1000) }));
    expect(
      packaged({ ...options, maxSegmentBytes: 30_000 }, heavy).segments.map((segment) => segment.parts[0]?.frames),
    ).toEqual([30, 30, 30, 10]);
  });

  it.each([
    ["ahead", 3600 * timescale, 3600],
    ["back", -590 * timescale, 0],
  ])("a step %s is one discontinuity, from the next keyframe on", (_name, step, gap) => {
    const frames = pictures(200, 25, 25).map((frame, index) =>
      index < 110 ? frame : { ...frame, decodeTime: frame.decodeTime + step },
    );
    const packager = new Packager(options);
    const all = sorted([...frames.flatMap((frame) => packager.push(frame)), ...packager.cut()]);
    expectTiled(all);
    expect(packager.leftOut).toBe(15);
    expect(all.segments.map((segment) => segment.discontinuity)).toEqual([0, 0, 0, 1, 1]);
    const [before, after] = [all.segments[2], all.segments[3]];
    expect(((after?.startTime ?? 0) - (before?.startTime ?? 0) - (before?.duration ?? 0)) / timescale).toBeCloseTo(
      gap + 0.6,
      6,
    );
  });

  it("of a successor go on behind what was told, with a discontinuity", () => {
    const first = new Packager(options);
    const told = pictures(120, 25, 25).flatMap((frame) => first.push(frame));
    const from = first.state;
    expect(from).toEqual({ number: 703, discontinuity: 0, endTime: epoch + 4.8 * timescale });
    const all = packaged({ ...options, from }, pictures(100, 25, 25));
    expect(all.segments[0]).toMatchObject({ number: 703, discontinuity: 1, startTime: from.endTime });
    expect(sorted(told).segments.at(-1)?.number).toBe(701);
  });

  it("need a target duration that they fit", () => {
    expect(() => new Packager({ ...options, fragment: 3 })).toThrow("segments of 3 s");
  });
});

describe("parts", () => {
  it.each([
    [25, 1, 0.333, 3, 9],
    [30, 1, 0.333, 3, 10],
    [24, 1, 0.333, 3, 8],
    [50, 2, 0.333, 6, 17],
    [60, 1, 0.2, 5, 12],
    [29.97, 1, 0.333, 3, 10],
    // Three would be 4 + 3 + 3: below 85 %.
    [10, 1, 0.333, 2, 5],
    [15, 2, 0.333, 6, 5],
    [6, 1, 0.333, 3, 2],
    [25, 1, 5, 1, 25],
  ])(
    "at %d frames a second, a keyframe every %d s and %d s: %d of at most %d frames",
    (framesPerSecond, keyframeInterval, part, parts, frames) => {
      const plan = planVideoParts({ timescale, framesPerSecond, keyframeInterval, part });
      expect(plan?.interval?.parts).toBe(parts);
      expect((plan?.target ?? 0) / timescale).toBeCloseTo(frames / framesPerSecond + 0.002, 4);
    },
  );

  it("are not made below 6 frames a second", () => {
    expect(planVideoParts({ timescale, framesPerSecond: 5, keyframeInterval: 1, part: 0.333 })).toBeUndefined();
    expect(
      planVideoParts({ timescale, framesPerSecond: Number.NaN, keyframeInterval: 1, part: 0.333 }),
    ).toBeUndefined();
  });

  it("of any steady rate keep to the target, and to 85 % of it but at a segment's end", () => {
    const rates = fc.constantFrom(6, 7, 10, 11, 12.5, 15, 23.976, 24, 25, 29.97, 30, 48, 50, 59.94, 60, 120);
    fc.assert(
      fc.property(
        rates,
        fc.constantFrom(1, 2),
        fc.constantFrom(0.2, 0.333, 0.5),
        fc.boolean(),
        (framesPerSecond, keyframeInterval, part, stamped) => {
          const plan = planVideoParts({ timescale, framesPerSecond, keyframeInterval, part });
          if (!plan) throw new Error("there is no plan");
          const gop = Math.round(framesPerSecond * keyframeInterval);
          const all = packaged(
            { ...options, parts: plan },
            pictures(Math.round(framesPerSecond * 8), framesPerSecond, gop, stamped),
          );
          expectTiled(all);
          for (const segment of all.segments) {
            for (const [index, one] of segment.parts.entries()) {
              expect(one.duration).toBeLessThanOrEqual(plan.target);
              if (index < segment.parts.length - 1 && !one.independent)
                expect(one.duration).toBeGreaterThanOrEqual(plan.target * 0.85);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("are told with their last frame, a frame before the next begins", () => {
    const plan = planVideoParts({ timescale, framesPerSecond: 25, keyframeInterval: 1, part: 0.333 });
    const packager = new Packager({ ...options, ...(plan && { parts: plan }) });
    const told = pictures(50, 25, 25).map((frame) => packager.push(frame).length);
    expect(told.flatMap((count, index) => (count > 0 ? [index] : []))).toEqual([7, 16, 24, 32, 41, 49]);
  });

  it("wait for a shorter frame that still fits, rather than be short themselves", () => {
    const durations = [5000, 3000, 5000, 3000];
    const frames = durations.map((duration, index) => {
      const decodeTime = epoch + durations.slice(0, index).reduce((sum, one) => sum + one, 0);
      return { decodeTime, duration, compositionOffset: 0, keyframe: index === 0, data: new Uint8Array(1) };
    });
    const all = packaged({ ...options, parts: { target: 9000 } }, frames);
    expect(all.parts.map((part) => part.duration)).toEqual([8000, 8000]);
  });

  it("of sound are whole frames that fit", () => {
    expect(planAudioParts(48000, 1024, 0.333).target).toBe(15 * 1024);
    expect(planAudioParts(48000, 1024, 0.2).target).toBe(9 * 1024);
    expect(planAudioParts(8000, 1024, 0.1).target).toBe(1024);
  });
});

describe("the clock of sound", () => {
  it("counts samples where stamps are whole milliseconds", () => {
    const clock = new SampleClock(44100);
    const times = Array.from({ length: 1000 }, (_, index) =>
      clock.next(Math.floor((index * 1024 * 1000) / 44100), 1024),
    );
    expect(times).toEqual(times.map((_, index) => index * 1024));
  });

  it("believes a stamp that is far ahead, and leaves out frames that are far behind", () => {
    const clock = new SampleClock(48000);
    expect(clock.next(1000, 1024)).toBe(48000);
    expect(clock.next(1100, 1024)).toBe(49024);
    expect(clock.next(2000, 1024)).toBe(96000);
    expect(clock.next(1900, 1024)).toBeUndefined();
    expect(clock.next(2021, 1024)).toBe(97024);
    clock.reset();
    expect(clock.next(10, 1024)).toBe(480);
  });
});
