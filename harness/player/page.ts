/// <reference lib="dom" />
/** What runs in the browser: plays with hls.js, and reports all that happens to the harness. */
import type { ErrorData, default as HlsClass, HlsConfig } from "hls.js";
import { hlsSettings, rateLimits } from "../../web/player/hls-settings.ts";
import { keepLiveDelay } from "../../web/player/live-rate.ts";
import { clockHeight, clockPixels, readClock } from "../stream/video-clock.ts";
import type { PlayerEvent, Sample } from "./events.ts";

/** How a page plays. */
export interface PlayOptions {
  /** URL of the master playlist. */
  readonly master: string;
  /** Index of the only level to play; by default hls.js chooses it. */
  readonly level?: number;
  /** Fragments behind the newest one at which the watch page's player plays; by default the page is hls.js alone. */
  readonly liveDelay?: number;
  /** Settings of hls.js other than those. */
  readonly hls?: Partial<HlsConfig>;
  /** Whether the video has a clock that is to be read. */
  readonly clock?: boolean;
}

/** What the harness may ask of the page. */
export interface PlayerPage {
  play(options: PlayOptions): void;
  switchTo(level: number): void;
}

declare const Hls: typeof HlsClass;
declare function report(events: readonly PlayerEvent[]): Promise<void>;

declare global {
  var player: PlayerPage;
}

/** Milliseconds between two samples of the video. A frame's callback would not come while nothing is drawn. */
const samplePeriod = 50;

/** Milliseconds between two messages to the harness. */
const reportPeriod = 250;

/** Milliseconds until a fatal network error is tried again, so that a server that is away is not asked without end. */
const recoveryPause = 500;

/** Frames between two readings of the clock in the video: a reading costs as much as a drawing. */
const clockEvery = 5;

const video = document.querySelector("video") as HTMLVideoElement;
let hls: HlsClass;
let samples: Sample[] = [];
let events: PlayerEvent[] = [];

globalThis.player = {
  play({ master, level, liveDelay, hls: others = {}, clock = false }) {
    events.push({ kind: "start", at: Date.now() });
    video.requestVideoFrameCallback(() => events.push({ kind: "first frame", at: Date.now() }));
    const own = liveDelay === undefined ? {} : hlsSettings(liveDelay, Hls.DefaultConfig.loader);
    hls = new Hls({ ...own, ...others, ...(level === undefined ? {} : { startLevel: level }) });
    watchHls(master);
    hls.loadSource(master);
    hls.attachMedia(video);
    if (liveDelay !== undefined) keepLiveDelay(hls, video, rateLimits(liveDelay), new AbortController().signal);
    if (level !== undefined) hls.once(Hls.Events.MANIFEST_PARSED, () => player.switchTo(level));
    if (clock) watchClock();
  },
  switchTo(level) {
    // Once something plays, what is buffered of the other level is replaced, as when a viewer chooses.
    if (video.currentTime > 0) hls.nextLevel = level;
    else hls.loadLevel = level;
  },
};

for (const name of ["playing", "waiting", "stalled", "seeking", "seeked", "pause", "ended", "error"]) {
  video.addEventListener(name, () => {
    const reason = name === "error" ? { reason: video.error?.message || `code ${video.error?.code}` } : {};
    events.push({ kind: "video", at: Date.now(), name, time: video.currentTime, ...reason });
  });
}

setInterval(() => samples.push({ at: Date.now(), time: video.currentTime }), samplePeriod);
setInterval(reportAll, reportPeriod);

function watchHls(master: string): void {
  hls.on(Hls.Events.LEVEL_LOADED, (_, { level, details }) => {
    const { startSN: first, endSN: last } = details;
    events.push({ kind: "playlist", at: Date.now(), level, first, last });
  });
  hls.on(Hls.Events.FRAG_LOADING, (_, { frag }) => {
    const { level, sn } = frag;
    if (typeof sn === "number") events.push({ kind: "segment asked", at: Date.now(), level, number: sn });
  });
  hls.on(Hls.Events.FRAG_BUFFERED, (_, { frag }) => {
    const { level, sn, start, end } = frag;
    if (typeof sn === "number") events.push({ kind: "segment", at: Date.now(), level, number: sn, start, end });
  });
  hls.on(Hls.Events.LEVEL_SWITCHED, (_, { level }) => events.push({ kind: "level", at: Date.now(), level }));
  hls.on(Hls.Events.ERROR, (_, error) => {
    events.push(describe(error));
    if (error.fatal) recover(error, master);
  });
}

/** Reads the clock of every few frames, as they come onto the screen. */
function watchClock(): void {
  const { width, height } = clockPixels;
  const drawing = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  let frames = 0;
  const readFrame = (): void => {
    const at = Date.now();
    video.requestVideoFrameCallback(readFrame);
    frames += 1;
    if (!drawing || frames % clockEvery !== 0) return;
    const { videoWidth, videoHeight } = video;
    drawing.drawImage(video, 0, 0, videoWidth, videoHeight * clockHeight, 0, 0, width, height);
    const shown = readClock(drawing.getImageData(0, 0, width, height).data, 4);
    events.push({ kind: "clock", at, ...(shown === undefined ? {} : { shown }) });
  };
  video.requestVideoFrameCallback(readFrame);
}

function describe({ type, details, fatal, url, frag, response, reason, error }: ErrorData): PlayerEvent {
  const about = url ?? frag?.url;
  return {
    kind: "hls error",
    at: Date.now(),
    type,
    details,
    fatal,
    ...(about ? { path: new URL(about).pathname } : {}),
    ...(response ? { status: response.code } : {}),
    reason: reason ?? error.message,
  };
}

/** What hls.js's documentation has every page do about a fatal error. */
function recover({ type, details }: ErrorData, master: string): void {
  if (type === Hls.ErrorTypes.MEDIA_ERROR) {
    events.push({ kind: "recovery", at: Date.now(), by: "recoverMediaError" });
    hls.recoverMediaError();
  }
  if (type !== Hls.ErrorTypes.NETWORK_ERROR) return;
  // Without a master playlist there is nothing that startLoad could load.
  const isMaster = details.startsWith("manifest");
  setTimeout(() => {
    events.push({ kind: "recovery", at: Date.now(), by: isMaster ? "loadSource" : "startLoad" });
    if (isMaster) hls.loadSource(master);
    else hls.startLoad();
  }, recoveryPause);
}

function reportAll(): void {
  const all: PlayerEvent[] = [...events, { kind: "samples", at: Date.now(), samples }];
  events = [];
  samples = [];
  void report(all);
}
