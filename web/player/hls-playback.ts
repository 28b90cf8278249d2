/** HLS by hls.js, loaded when the first player opens. */
import type Hls from "hls.js";
import type { ErrorData, Level } from "hls.js";
import workerUrl from "hls.js/dist/hls.worker.js?url";
import { liveDelay } from "../dom.ts";
import { rendition } from "../words.ts";
import { hlsSettings, rateLimits } from "./hls-settings.ts";
import { keepLiveDelay } from "./live-rate.ts";
import { type Playback, type PlaybackEvents, type Quality, retryPause, type StartPlayback } from "./playback.ts";

/** Plays a master playlist. */
export function playHls(master: string): StartPlayback {
  return async (video, events) => {
    const { default: Hls } = await import("hls.js/light");
    return new HlsPlayback(Hls, master, video, events);
  };
}

class HlsPlayback implements Playback {
  readonly choosesItself = true;
  readonly #hls: Hls;
  readonly #master: string;
  readonly #events: PlaybackEvents;
  readonly #stopped = new AbortController();
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(Class: typeof Hls, master: string, video: HTMLVideoElement, events: PlaybackEvents) {
    this.#master = master;
    this.#events = events;
    const delay = liveDelay();
    const hls = new Class({ ...hlsSettings(delay, Class.DefaultConfig.loader), workerPath: workerUrl });
    this.#hls = hls;
    hls.on(Class.Events.MANIFEST_PARSED, (_, { levels }) => events.qualities(qualitiesOf(levels, master)));
    hls.on(Class.Events.LEVELS_UPDATED, (_, { levels }) => events.qualities(qualitiesOf(levels, master)));
    hls.on(Class.Events.LEVEL_SWITCHED, (_, { level }) => events.quality(String(level)));
    hls.on(Class.Events.ERROR, (_, error) => {
      if (error.fatal) this.#recover(Class, error);
    });
    hls.loadSource(master);
    hls.attachMedia(video);
    keepLiveDelay(hls, video, rateLimits(delay), this.#stopped.signal);
  }

  choose(id: string | undefined): void {
    this.#hls.nextLevel = id === undefined ? -1 : Number(id);
  }

  behind(): number | undefined {
    return this.#hls.latency > 0 ? this.#hls.latency : undefined;
  }

  liveEdge(): number | undefined {
    return this.#hls.liveSyncPosition ?? undefined;
  }

  stop(): void {
    clearTimeout(this.#retry);
    this.#stopped.abort();
    this.#hls.destroy();
  }

  /** What hls.js's documentation has every page do about a fatal error. */
  #recover(Class: typeof Hls, { type, details }: ErrorData): void {
    const hls = this.#hls;
    if (type === Class.ErrorTypes.MEDIA_ERROR) {
      this.#events.problem("The video cannot be decoded. Trying again.");
      hls.recoverMediaError();
      return;
    }
    this.#events.problem("The stream cannot be loaded. Trying again.");
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      // Without a master playlist there is nothing that startLoad could load.
      if (details.startsWith("manifest")) hls.loadSource(this.#master);
      else hls.startLoad();
    }, retryPause);
  }
}

/** The best one first. A rendition's name is what its playlist has behind the stream's. */
function qualitiesOf(levels: readonly Level[], master: string): Quality[] {
  const stream = fileOf(master);
  const qualities = levels.map(({ url, height }, index) => {
    const name = fileOf(url[0] ?? "").slice(stream.length + 1);
    return { id: String(index), label: rendition({ name, height }), size: `${height}p` };
  });
  return qualities.reverse();
}

/** Name of a playlist without its folder and its ending. */
function fileOf(url: string): string {
  return (
    new URL(url, location.href).pathname
      .split("/")
      .at(-1)
      ?.replace(/\.m3u8$/, "") ?? ""
  );
}
