import XMLBuilder from "fast-xml-builder";
import type { ListedSegment, PlaylistWindow } from "./playlist-window.ts";

// ISO/IEC 23009-1: MPD 5.3.1, Period 5.3.2, AdaptationSet 5.3.3, SegmentTemplate and SegmentTimeline 5.3.9.

interface DashTrack {
  /** Representation@id: as the media's names have it. */
  readonly id: string;
  /** Bits a second. */
  readonly bandwidth: number;
  readonly codecs: string;
  readonly window: PlaylistWindow;
  /** URL of the segments with `$Number$`. */
  readonly media: string;
}

export interface DashVideo extends DashTrack {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** Pixel aspect; `[1, 1]` where nothing is said. */
  readonly pixelAspect?: readonly [number, number];
}

export interface DashAudio extends DashTrack {
  readonly sampleRate: number;
  readonly channels: number;
}

export interface Manifest {
  readonly video: readonly DashVideo[];
  readonly audio: readonly DashAudio[];
  /** Seconds: the longest segment, how often players ask again, how far behind live they start, how much is listed. */
  readonly targetDuration: number;
  readonly minimumUpdatePeriod: number;
  readonly suggestedPresentationDelay: number;
  readonly timeShiftBufferDepth: number;
  /** Milliseconds of epoch time at which this manifest was made. */
  readonly publishTime: number;
  /** Where players ask for the time: a URL that answers with an ISO date. */
  readonly clock?: string;
}

/** Media time is epoch time, so every stream of every pod became available in 1970. */
const availabilityStartTime = "1970-01-01T00:00:00Z";

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

type Element = Record<string, unknown>;

/**
 * One manifest of all tracks: a Period for each discontinuity, whose id and start never change. Static when every
 * window has ended.
 */
export function writeManifest(manifest: Manifest): string {
  const tracks: readonly DashTrack[] = [...manifest.video, ...manifest.audio];
  const live = !tracks.every((track) => track.window.ended);
  const discontinuities = new Set(
    tracks.flatMap((track) => track.window.segments.map((segment) => segment.discontinuity)),
  );
  const periods = [...discontinuities].sort((one, other) => one - other).map((number) => period(manifest, number));
  // The last Period ends where the presentation's duration says, counted from 1970 as everything is.
  const end = Math.max(0, ...tracks.map((track) => endOf(track.window.segments.at(-1))));
  const mpd = {
    "@xmlns": "urn:mpeg:dash:schema:mpd:2011",
    "@profiles": "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019",
    "@type": live ? "dynamic" : "static",
    ...(live
      ? {
          "@availabilityStartTime": availabilityStartTime,
          "@publishTime": new Date(manifest.publishTime).toISOString(),
          "@minimumUpdatePeriod": seconds(manifest.minimumUpdatePeriod),
          "@timeShiftBufferDepth": seconds(manifest.timeShiftBufferDepth),
          "@suggestedPresentationDelay": seconds(manifest.suggestedPresentationDelay),
        }
      : { "@mediaPresentationDuration": seconds(end) }),
    "@minBufferTime": seconds(manifest.targetDuration),
    "@maxSegmentDuration": seconds(manifest.targetDuration),
    Period: periods,
    ...(live && manifest.clock
      ? { UTCTiming: { "@schemeIdUri": "urn:mpeg:dash:utc:http-iso:2014", "@value": manifest.clock } }
      : {}),
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ MPD: mpd })}\n`;
}

function period(manifest: Manifest, discontinuity: number): Element {
  const tracks: readonly DashTrack[] = [...manifest.video, ...manifest.audio];
  const [first] = tracks.flatMap((track) => listed(track.window, discontinuity));
  const start = first?.periodStart ?? 0;
  const video = manifest.video.flatMap((track) => {
    const segments = listed(track.window, discontinuity);
    if (segments.length === 0) return [];
    const [horizontal, vertical] = track.pixelAspect ?? [1, 1];
    return {
      ...representation(track),
      "@width": track.width,
      "@height": track.height,
      "@frameRate": frameRate(track.frameRate),
      "@sar": `${horizontal}:${vertical}`,
      SegmentTemplate: template(track, segments, start),
    };
  });
  const audio = manifest.audio.flatMap((track) => {
    const segments = listed(track.window, discontinuity);
    if (segments.length === 0) return [];
    return {
      ...representation(track),
      "@audioSamplingRate": track.sampleRate,
      AudioChannelConfiguration: {
        "@schemeIdUri": "urn:mpeg:dash:23003:3:audio_channel_configuration:2011",
        "@value": track.channels,
      },
      SegmentTemplate: template(track, segments, start),
    };
  });
  const sets = [
    ...(video.length > 0 ? [adaptationSet(1, "video", video)] : []),
    ...(audio.length > 0 ? [adaptationSet(2, "audio", audio)] : []),
  ];
  return { "@id": discontinuity, "@start": seconds(start), AdaptationSet: sets };
}

function adaptationSet(id: number, type: string, representations: readonly Element[]): Element {
  return {
    "@id": id,
    "@contentType": type,
    "@mimeType": `${type}/mp4`,
    "@segmentAlignment": "true",
    "@startWithSAP": 1,
    Representation: representations,
  };
}

function representation(track: DashTrack): Element {
  return { "@id": track.id, "@bandwidth": Math.ceil(track.bandwidth), "@codecs": track.codecs };
}

/** `start`: seconds at which the Period begins. */
function template(track: DashTrack, segments: readonly ListedSegment[], start: number): Element {
  const [first] = segments;
  const timescale = first?.timescale ?? 1;
  return {
    "@timescale": timescale,
    "@presentationTimeOffset": Math.round(start * timescale),
    "@startNumber": first?.number ?? 0,
    "@initialization": first?.init ?? "",
    "@media": track.media,
    SegmentTimeline: { S: timeline(segments) },
  };
}

/** Segments that follow one another with the same duration are one entry. */
function timeline(segments: readonly ListedSegment[]): Element[] {
  const entries: { t?: number; d: number; r: number }[] = [];
  let end: number | undefined;
  for (const { startTime, duration } of segments) {
    const last = entries.at(-1);
    if (last && end === startTime && last.d === duration) last.r += 1;
    else entries.push({ ...(end === startTime ? {} : { t: startTime }), d: duration, r: 0 });
    end = startTime + duration;
  }
  return entries.map(({ t, d, r }) => ({
    ...(t === undefined ? {} : { "@t": t }),
    "@d": d,
    ...(r > 0 ? { "@r": r } : {}),
  }));
}

function listed(window: PlaylistWindow, discontinuity: number): readonly ListedSegment[] {
  return window.segments.filter((segment) => segment.discontinuity === discontinuity);
}

function endOf(segment: ListedSegment | undefined): number {
  return segment ? (segment.startTime + segment.duration) / segment.timescale : 0;
}

function seconds(value: number): string {
  return `PT${Number(value.toFixed(6))}S`;
}

/** A whole number, or the fraction that NTSC rates are. */
function frameRate(rate: number): string {
  const whole = Math.round(rate);
  if (Math.abs(rate - whole) < 0.005) return String(whole);
  const ntsc = Math.round(rate * 1.001);
  if (Math.abs((ntsc * 1000) / 1001 - rate) < 0.005) return `${ntsc * 1000}/1001`;
  return `${Math.round(rate * 1000)}/1000`;
}
