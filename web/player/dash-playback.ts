/**
 * DASH by shaka-player, loaded when a viewer asks for it. nginx-rtmp writes a manifest a rendition, so that the viewer
 * chooses which one; and nothing of a manifest goes on after its stream was published anew, so that it is loaded again.
 */

import { liveDelay } from "../dom.ts";
import type { Rendition } from "../streams-api.ts";
import { rendition as label } from "../words.ts";
import { type Playback, type PlaybackEvents, retryPause, type StartPlayback } from "./playback.ts";

/** Seconds between two requests for a manifest. nginx-rtmp itself says 0, which would be as fast as they come. */
const updatePeriod = 1;

type Shaka = typeof import("shaka-player/dist/shaka-player.dash-es2021.js").default;
type ShakaPlayer = InstanceType<Shaka["Player"]>;

/** Plays one of a stream's renditions. */
export function playDash(renditions: readonly Rendition[], urlOf: (relative: string) => string): StartPlayback {
  return async (video, events) => {
    const { default: shaka } = await import("shaka-player/dist/shaka-player.dash-es2021.js");
    const player = new shaka.Player();
    let delay = 0;
    const complete = (manifest: ManifestNode): void => {
      delay = completeManifest(manifest);
    };
    player.configure({ manifest: { updatePeriod, dash: { manifestPreprocessorTXml: complete } } });
    await player.attach(video);
    return new DashPlayback(player, () => delay, video, renditions, urlOf, events);
  };
}

/** What shaka-player makes of an element of a manifest. */
interface ManifestNode {
  readonly tagName: string;
  attributes: Record<string, string>;
  readonly children: readonly (ManifestNode | string)[];
}

/**
 * Says what nginx-rtmp's manifest leaves open: how far behind the newest segment a player needs to be, and that all
 * listed segments are there.
 * @returns the seconds by which it shall be behind
 */
function completeManifest(manifest: ManifestNode): number {
  const [template] = elements(manifest, "SegmentTemplate");
  if (!template) return 0;
  const scale = Number(template.attributes["timescale"]);
  const seconds = elements(template, "S").map(({ attributes }) => Number(attributes["d"]) / scale);
  const delay = liveDelay() * Math.max(...seconds);
  manifest.attributes["suggestedPresentationDelay"] = `PT${delay}S`;
  manifest.attributes["timeShiftBufferDepth"] = `PT${seconds.reduce((sum, each) => sum + each, 0)}S`;
  return delay;
}

/** All elements of a name below another one. */
function elements(node: ManifestNode, name: string): ManifestNode[] {
  const below = node.children.filter((child) => typeof child !== "string");
  return below.flatMap((child) => [...(child.tagName === name ? [child] : []), ...elements(child, name)]);
}

class DashPlayback implements Playback {
  readonly choosesItself = false;
  readonly #player: ShakaPlayer;
  readonly #delay: () => number;
  readonly #video: HTMLVideoElement;
  readonly #manifests: ReadonlyMap<string, string>;
  readonly #events: PlaybackEvents;
  #current = "";
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(
    player: ShakaPlayer,
    delay: () => number,
    video: HTMLVideoElement,
    renditions: readonly Rendition[],
    urlOf: (relative: string) => string,
    events: PlaybackEvents,
  ) {
    this.#player = player;
    this.#delay = delay;
    this.#video = video;
    this.#events = events;
    const offered = renditions.filter(({ urls }) => urls.dash).toSorted((a, b) => b.bandwidth - a.bandwidth);
    this.#manifests = new Map(offered.map(({ name, urls }) => [name, urlOf(urls.dash ?? "")]));
    events.qualities(offered.map((each) => ({ id: each.name, label: label(each), size: `${each.height}p` })));
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
    return edge === undefined ? undefined : Math.max(0, edge + this.#delay() - this.#video.currentTime);
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
    const wanted = this.#current;
    const manifest = this.#manifests.get(wanted);
    if (!manifest) return;
    const goesOn = !this.#video.paused;
    try {
      await this.#player.load(manifest);
      // A video element that is given another source pauses.
      if (goesOn) await this.#video.play();
    } catch {
      // One that the viewer gave up for another one has not failed.
      if (wanted === this.#current) this.#fail();
    }
  }

  #fail(): void {
    if (this.#stopped) return;
    this.#events.problem("The stream cannot be loaded. Trying again.");
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#load(), retryPause);
  }
}
