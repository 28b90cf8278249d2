/** What the browser plays without help: a recording, or HLS where there is no MediaSource (Safari on a phone). */
import { type Playback, type PlaybackEvents, retryPause, type StartPlayback } from "./playback.ts";

/** Plays a URL in the video element itself. */
export function playNatively(url: string): StartPlayback {
  return async (video, events) => new NativePlayback(video, url, events);
}

/** Whether this browser plays HLS only by itself. */
export function needsNativeHls(video: HTMLVideoElement): boolean {
  const hasMediaSource = "MediaSource" in window || "ManagedMediaSource" in window;
  return !hasMediaSource && video.canPlayType("application/vnd.apple.mpegurl") !== "";
}

class NativePlayback implements Playback {
  readonly choosesItself = true;
  readonly #video: HTMLVideoElement;
  readonly #abort = new AbortController();
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(video: HTMLVideoElement, url: string, events: PlaybackEvents) {
    this.#video = video;
    events.qualities([]);
    const fail = (): void => {
      events.problem("The stream cannot be loaded. Trying again.");
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => {
        video.src = url;
      }, retryPause);
    };
    video.addEventListener("error", fail, { signal: this.#abort.signal });
    video.src = url;
  }

  choose(): void {
    // The browser chooses.
  }

  behind(): number | undefined {
    const edge = this.liveEdge();
    return edge === undefined ? undefined : Math.max(0, edge - this.#video.currentTime);
  }

  liveEdge(): number | undefined {
    const { duration, seekable } = this.#video;
    return duration === Number.POSITIVE_INFINITY && seekable.length > 0 ? seekable.end(seekable.length - 1) : undefined;
  }

  stop(): void {
    this.#abort.abort();
    clearTimeout(this.#retry);
    this.#video.removeAttribute("src");
    this.#video.load();
  }
}
