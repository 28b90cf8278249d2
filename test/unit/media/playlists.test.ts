import fc from "fast-check";
import * as hlsParser from "hls-parser";
import { Parser } from "m3u8-parser";
import { parse } from "mpd-parser";
import { describe, expect, it } from "vitest";
import { bitrateOf } from "../../../server/media/bitrate.ts";
import { type Manifest, writeManifest } from "../../../server/media/dash.ts";
import { writeMediaPlaylist, writeMultivariantPlaylist } from "../../../server/media/hls.ts";
import { type ListedSegment, PlaylistWindow } from "../../../server/media/playlist-window.ts";

const epoch = 1.7e9;
const timescale = 90000;

interface Drawn {
  /** Ticks. */
  readonly duration: number;
  /** Seconds that time jumps before it: a discontinuity where it is not 0. */
  readonly gap: number;
  readonly independent: boolean;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  duration: fc.oneof(
    { weight: 3, arbitrary: fc.constant(2 * timescale) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 2.4 * timescale }) },
  ),
  gap: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 100 }) }),
  independent: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});
const drawnSegments = fc.array(drawn, { minLength: 1, maxLength: 30 });

function listed(segments: readonly Drawn[], name = "v", scale = 1): ListedSegment[] {
  let time = epoch * timescale;
  let periodStart = epoch;
  let discontinuity = 3;
  return segments.map(({ duration, gap, independent }, index) => {
    if (gap > 0) {
      time += gap * timescale;
      periodStart = time / timescale;
      discontinuity += 1;
    }
    const startTime = time * scale;
    time += duration;
    const number = 900 + index;
    const common = {
      number,
      discontinuity,
      periodStart,
      timescale: timescale * scale,
      independent,
      bytes: 1000,
      parts: [],
    };
    return {
      ...common,
      uri: `${name}-${number}.m4s`,
      init: `${name}-${discontinuity}.mp4`,
      startTime,
      duration: duration * scale,
    };
  });
}

function windowOf(segments: readonly ListedSegment[], length = 10): PlaylistWindow {
  const window = new PlaylistWindow(length);
  for (const segment of segments) window.add(segment);
  return window;
}

describe("a window", () => {
  it("lists what it promises, drops the oldest one by one, and its numbers never go back", () => {
    fc.assert(
      fc.property(drawnSegments, fc.integer({ min: 1, max: 30 }), (given, length) => {
        const all = listed(given);
        const window = new PlaylistWindow(length);
        const dropped: ListedSegment[] = [];
        for (const segment of all) {
          dropped.push(...window.add(segment));
          expect([...dropped, ...window.segments]).toEqual(all.slice(0, dropped.length + window.segments.length));
          expect(window.segments.at(-1)).toBe(segment);
          const seconds = window.segments.reduce((sum, one) => sum + one.duration / timescale, 0);
          if (dropped.length > 0 && window.segments.length > 1) expect(seconds).toBeGreaterThanOrEqual(length - 1e-6);
          const [oldest] = window.segments;
          // Without the oldest it would list too little.
          if (window.segments.length > 1)
            expect(seconds - (oldest?.duration ?? 0) / timescale).toBeLessThan(length + 1e-6);
        }
      }),
    );
  });

  it("goes on as its snapshot", () => {
    const all = listed(
      Array.from({ length: 9 }, (_, index) => ({ duration: 180000, gap: index === 5 ? 4 : 0, independent: true })),
    );
    const first = windowOf(all.slice(0, 7));
    const second = new PlaylistWindow(10, JSON.parse(JSON.stringify(first.snapshot())));
    for (const window of [first, second]) for (const segment of all.slice(7)) window.add(segment);
    expect(second.snapshot()).toEqual(first.snapshot());
  });

  it("refuses what does not follow", () => {
    const [one, two, three] = listed([0, 0, 0].map((gap) => ({ duration: 180000, gap, independent: true })));
    if (!one || !two || !three) throw new Error("three were drawn");
    expect(() => windowOf([one, three])).toThrow("segment 902 does not follow segment 900");
    expect(() => windowOf([one, { ...two, startTime: two.startTime + 1 }])).toThrow("not where segment 900 ends");
    expect(() => windowOf([one, { ...two, discontinuity: 2 }])).toThrow("of discontinuity 2, after 3");
  });
});

describe("a media playlist", () => {
  it("is read by two parsers as what was listed", () => {
    fc.assert(
      fc.property(drawnSegments, fc.boolean(), (given, ended) => {
        const window = windowOf(listed(given));
        if (ended) window.end();
        const text = writeMediaPlaylist(window, { targetDuration: 2 });

        const playlist = hlsParser.parse(text) as hlsParser.types.MediaPlaylist;
        expect(playlist).toMatchObject({
          targetDuration: 2,
          endlist: ended,
          mediaSequenceBase: window.segments[0]?.number ?? 0,
        });
        expect(
          playlist.segments.map((segment) => [
            segment.uri,
            segment.map?.uri,
            segment.mediaSequenceNumber,
            segment.discontinuitySequence,
          ]),
        ).toEqual(window.segments.map((segment) => [segment.uri, segment.init, segment.number, segment.discontinuity]));

        const parser = new Parser();
        parser.push(text);
        parser.end();
        const { manifest } = parser;
        expect(manifest.segments?.map((segment) => [segment.uri, segment.timeline])).toEqual(
          window.segments.map((segment) => [segment.uri, segment.discontinuity]),
        );
        for (const [index, segment] of (manifest.segments ?? []).entries()) {
          const expected = window.segments[index];
          expect(segment.duration).toBeCloseTo((expected?.duration ?? 0) / timescale, 5);
          expect(
            Math.abs((segment.programDateTime ?? 0) - ((expected?.startTime ?? 0) / timescale) * 1000),
          ).toBeLessThan(index + 2);
        }
        expect(manifest.endList === true).toBe(ended);
        expect(text.includes("#EXT-X-INDEPENDENT-SEGMENTS")).toBe(
          window.segments.every((segment) => segment.independent),
        );
      }),
    );
  });

  it("refuses names that would be another line", () => {
    const [segment] = listed([{ duration: 180000, gap: 0, independent: true }]);
    if (!segment) throw new Error("one was drawn");
    expect(() =>
      writeMediaPlaylist(windowOf([{ ...segment, uri: "a\n#EXT-X-ENDLIST" }]), { targetDuration: 2 }),
    ).toThrow("cannot be a line");
    expect(() => writeMediaPlaylist(windowOf([{ ...segment, init: 'a"b' }]), { targetDuration: 2 })).toThrow(
      "in quotes",
    );
  });
});

describe("a multivariant playlist", () => {
  const variant = {
    uri: "v.m3u8",
    bandwidth: 1_500_000.2,
    averageBandwidth: 1_200_000,
    codecs: ["avc1.4d401f", "mp4a.40.2"],
    width: 1280,
    height: 720,
    frameRate: 29.97,
    audio: "sound",
  };
  const audio = { group: "sound", name: "Sound", uri: "a.m3u8", channels: 2 };

  it("is read by two parsers as what was written", () => {
    const text = writeMultivariantPlaylist({
      variants: [variant, { uri: "only.m3u8", bandwidth: 64000, codecs: ["mp4a.40.2"] }],
      audio: [audio],
    });
    const parser = new Parser();
    parser.push(text);
    parser.end();
    expect(parser.manifest.playlists?.[0]).toMatchObject({
      uri: "v.m3u8",
      attributes: {
        BANDWIDTH: 1_500_001,
        "AVERAGE-BANDWIDTH": "1200000",
        "FRAME-RATE": 29.97,
        RESOLUTION: { width: 1280, height: 720 },
        CODECS: "avc1.4d401f,mp4a.40.2",
        AUDIO: "sound",
      },
    });
    const playlist = hlsParser.parse(text) as hlsParser.types.MasterPlaylist;
    expect(playlist.independentSegments).toBe(true);
    expect(playlist.variants.map((one) => one.uri)).toEqual(["v.m3u8", "only.m3u8"]);
    expect(playlist.variants[0]?.audio[0]).toMatchObject({
      uri: "a.m3u8",
      groupId: "sound",
      channels: "2",
      isDefault: true,
      autoselect: true,
    });
    expect(playlist.variants[1]?.resolution).toBeUndefined();
  });

  it("refuses a group that is not there", () => {
    expect(() => writeMultivariantPlaylist({ variants: [variant], audio: [] })).toThrow("audio group sound");
  });
});

describe("bits a second", () => {
  it("are those of the greediest stretch, and of all", () => {
    const even = Array.from({ length: 5 }, () => ({ bytes: 250_000, duration: 2 }));
    expect(bitrateOf(even, 2)).toEqual({ peak: 1_000_000, average: 1_000_000 });
    expect(bitrateOf([...even, { bytes: 500_000, duration: 2 }], 2)).toMatchObject({ peak: 2_000_000 });
    // Too short to tell anything alone.
    expect(bitrateOf([...even, { bytes: 125_000, duration: 0.1 }], 2)?.peak).toBeCloseTo((375_000 * 8) / 2.1, 6);
    expect(bitrateOf([{ bytes: 9, duration: 0.1 }], 2)).toBeUndefined();
    expect(bitrateOf([], 2)).toBeUndefined();
  });
});

describe("a manifest", () => {
  const base = {
    targetDuration: 2,
    minimumUpdatePeriod: 2,
    suggestedPresentationDelay: 6,
    timeShiftBufferDepth: 10,
    publishTime: epoch * 1000,
  };

  function manifestOf(video: PlaylistWindow, audio?: PlaylistWindow): Manifest {
    return {
      ...base,
      video: [
        {
          id: "v",
          bandwidth: 1e6,
          codecs: "avc1.4d401f",
          window: video,
          media: "v-$Number$.m4s",
          width: 1280,
          height: 720,
          frameRate: 29.97,
        },
      ],
      audio: audio
        ? [
            {
              id: "a",
              bandwidth: 64000,
              codecs: "mp4a.40.2",
              window: audio,
              media: "a-$Number$.m4s",
              sampleRate: 48000,
              channels: 2,
            },
          ]
        : [],
      clock: 'http://host/time?a="&<',
    };
  }

  it("is read by a parser as what was listed: all segments, in time", () => {
    fc.assert(
      fc.property(drawnSegments, fc.boolean(), (given, ended) => {
        const [video, audio] = [windowOf(listed(given)), windowOf(listed(given, "a", 2))];
        for (const window of ended ? [video, audio] : []) window.end();
        const parsed = parse(writeManifest(manifestOf(video, audio)), { manifestUri: "http://host/dash/n.mpd" });
        const sound = Object.values(parsed.mediaGroups.AUDIO["audio"] ?? {})[0]?.playlists?.[0];
        for (const [window, playlist] of [
          [video, parsed.playlists[0]],
          [audio, sound],
        ] as const) {
          expect(playlist?.segments.map((segment) => [segment.resolvedUri, segment.map.resolvedUri])).toEqual(
            window.segments.map((segment) => [`http://host/dash/${segment.uri}`, `http://host/dash/${segment.init}`]),
          );
          for (const [index, segment] of (playlist?.segments ?? []).entries()) {
            const expected = window.segments[index];
            expect(segment.duration).toBeCloseTo((expected?.duration ?? 0) / (expected?.timescale ?? 1), 5);
          }
        }
      }),
    );
  });

  it("has a Period for each discontinuity, whose id and start stay while the window moves", () => {
    const all = listed(
      Array.from({ length: 9 }, (_, index) => ({ duration: 180000, gap: index === 4 ? 4 : 0, independent: true })),
    );
    const periods = (count: number) =>
      [...writeManifest(manifestOf(windowOf(all.slice(0, count)))).matchAll(/<Period id="(\d+)" start="([^"]+)"/g)].map(
        (found) => found.slice(1),
      );
    expect(periods(4)).toEqual([["3", "PT1700000000S"]]);
    expect(periods(6)).toEqual([
      ["3", "PT1700000000S"],
      ["4", "PT1700000012S"],
    ]);
    expect(periods(8)).toEqual([
      ["3", "PT1700000000S"],
      ["4", "PT1700000012S"],
    ]);
    expect(periods(9)).toEqual([["4", "PT1700000012S"]]);
  });

  it("says what is true, and escapes what has to be", () => {
    const window = windowOf(listed([{ duration: 180000, gap: 0, independent: true }]));
    const text = writeManifest(manifestOf(window));
    for (const part of [
      'type="dynamic"',
      'availabilityStartTime="1970-01-01T00:00:00Z"',
      'frameRate="30000/1001"',
      "a=&quot;&amp;&lt;",
      'presentationTimeOffset="153000000000000"',
    ])
      expect(text).toContain(part);
    window.end();
    const ended = writeManifest(manifestOf(window));
    expect(ended).toContain('type="static"');
    expect(ended).toContain('mediaPresentationDuration="PT1700000002S"');
    expect(ended).not.toContain("UTCTiming");
    expect(ended).not.toContain("minimumUpdatePeriod");
  });

  it("of pictures without sound names no sound", () => {
    expect(
      writeManifest(manifestOf(windowOf(listed([{ duration: 180000, gap: 0, independent: true }])))),
    ).not.toContain("audio");
  });
});
