/**
 * DASH by shaka-player, loaded when a viewer asks for it. nginx-rtmp writes a manifest a rendition, so that the viewer
 * chooses which one; and nothing of a manifest goes on after its stream was published anew, so that it is loaded again.
 */

import type { Rendition } from "../service.ts";
import { rendition as label } from "../words.ts";
import { type Playback, type PlaybackEvents, retryPause, type StartPlayback } from "./playback.ts";

type Shaka = typeof import("shaka-player/dist/shaka-player.dash-es2021.js").default;
type ShakaPlayer = InstanceType<Shaka["Player"]>;

/** Plays one of a stream's renditions. */
export function playDash(renditions: readonly Rendition[], urlOf: (relative: string) => string): StartPlayback {
  return async (video, events) => {
    const { default: shaka } = await import("shaka-player/dist/shaka-player.dash-es2021.js");
    const player = new shaka.Player();
    await player.attach(video);
    return new DashPlayback(player, video, renditions, urlOf, events);
  };
}

class DashPlayback implements Playback {
  readonly choosesItself = false;
  readonly #player: ShakaPlayer;
  readonly #video: HTMLVideoElement;
  readonly #manifests: ReadonlyMap<string, string>;
  readonly #events: PlaybackEvents;
  #current = "";
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(
    player: ShakaPlayer,
    video: HTMLVideoElement,
    renditions: readonly Rendition[],
    urlOf: (relative: string) => string,
    events: PlaybackEvents,
  ) {
    this.#player = player;
    this.#video = video;
    this.#events = events;
    const offered = renditions.filter(({ urls }) => urls.dash).toSorted((a, b) => b.bandwidth - a.bandwidth);
    this.#manifests = new Map(offered.map(({ name, urls }) => [name, urlOf(urls.dash ?? "")]));
    events.qualities(offered.map((each) => ({ id: each.name, label: label(each) })));
    player.addEventListener("error", () => this.#fail());
    // The middle of the ladder: what most connections carry.
    const middle = offered[Math.floor(offered.length / 2)];
    if (middle) this.choose(middle.name);
  }

  choose(id: string | undefined): void {
    if (id === undefined || id === this.#current) return;
    this.#current = id;
    this.#events.quality(id);
    void this.#load();
  }

  behind(): number | undefined {
    const edge = this.liveEdge();
    return edge === undefined ? undefined : Math.max(0, edge - this.#video.currentTime);
  }

  liveEdge(): number | undefined {
    return this.#player.isLive() ? this.#player.seekRange().end : undefined;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    void this.#player.destroy();
  }

  async #load(): Promise<void> {
    clearTimeout(this.#retry);
    const manifest = this.#manifests.get(this.#current);
    if (!manifest) return;
    try {
      await this.#player.load(manifest);
    } catch {
      this.#fail();
    }
  }

  #fail(): void {
    if (this.#stopped) return;
    this.#events.problem("The stream cannot be loaded. Trying again.");
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#load(), retryPause);
  }
}
