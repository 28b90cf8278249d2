/** The player: a video, the messages over it, and the controls. It knows nothing of the service. */
import { element, setText } from "../dom.ts";
import { type Actions, Controls, type Format } from "./controls.ts";
import { buffered, type Playback, type PlaybackEvents, type Quality, type StartPlayback } from "./playback.ts";

/** Milliseconds without a movement after which the controls disappear. */
const idleAfter = 3000;

/** Milliseconds between two updates of the metrics. */
const metricsPeriod = 500;

/** Seconds that a viewer may be behind where the player would be by itself, and still count as live. */
const edgeTolerance = 4;

/** The metrics that a player shows. */
export interface PlaybackMetrics {
  /** Seconds behind the newest segment. */
  readonly behind: number | undefined;
  /** Seconds that are there to play. */
  readonly buffer: number;
  /** What plays, in words. */
  readonly quality: string | undefined;
}

/** A message over the video. */
export interface Message {
  readonly title: string;
  readonly text?: string;
  /** Whether something goes on meanwhile. */
  readonly busy?: boolean;
}

export class Player {
  readonly video = element("video", { playsinline: "", preload: "auto" });
  /** What to do when the viewer asks for another format. */
  onFormat: (format: Format) => void = () => {};
  /** Called with a failure, in words. */
  onProblem: (words: string) => void = () => {};
  readonly #box = element("div", { class: "player" });
  readonly #title = element("p", { class: "message-title" });
  readonly #text = element("p");
  readonly #message = element("div", { class: "message", role: "status" }, this.#title, this.#text);
  readonly #unmute = element("button", { type: "button", class: "unmute", hidden: "" }, "Turn the sound on");
  readonly #controls: Controls;
  #playback: Playback | undefined;
  /** Lets a playback that is starting know whether it is still wanted. */
  #turn = 0;
  #qualities: readonly Quality[] = [];
  #current: Quality | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;

  /** @param label what plays here, for those who do not see it */
  constructor(host: HTMLElement, label: string) {
    this.#controls = new Controls(this.#actions());
    this.video.setAttribute("aria-label", label);
    this.#box.append(this.video, this.#message, this.#unmute, this.#controls.row);
    host.append(this.#box);
    this.#unmute.addEventListener("click", () => this.#toggleMuted());
    this.video.addEventListener("click", () => this.#togglePlay());
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    for (const name of ["pointermove", "pointerdown", "focusin", "keydown"]) {
      this.#box.addEventListener(name, () => this.#wake());
    }
    for (const name of ["play", "pause", "volumechange"]) this.video.addEventListener(name, () => this.#show());
    document.addEventListener("fullscreenchange", () => this.#show());
    setInterval(() => this.#show(), metricsPeriod);
    this.#show();
  }

  /** Whether the video waits for data that it does not have. */
  get starved(): boolean {
    return this.#playback === undefined || this.video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
  }

  get metrics(): PlaybackMetrics {
    return { behind: this.#playback?.behind(), buffer: buffered(this.video), quality: this.#current?.label };
  }

  /** Plays this, instead of what played before. */
  async play(start: StartPlayback): Promise<void> {
    this.stop();
    const turn = this.#turn;
    const playback = await start(this.video, this.#events(turn));
    if (turn !== this.#turn) {
      playback.stop();
      return;
    }
    this.#playback = playback;
    this.#controls.offerQualities(this.#qualities, playback.choosesItself);
    if (this.#current) this.#controls.showQuality(this.#current);
    await this.#begin();
  }

  /** Plays nothing any more. */
  stop(): void {
    this.#turn += 1;
    this.#playback?.stop();
    this.#playback = undefined;
    this.#current = undefined;
    this.#qualities = [];
    this.#controls.offerQualities([], true);
  }

  /** Leaves the controls to the browser: a recording wants to be searched. */
  useNativeControls(): void {
    this.video.controls = true;
    this.#controls.row.hidden = true;
  }

  offerDash(offered: boolean): void {
    this.#controls.offerDash(offered);
  }

  /** Shows a message over the video, or none. */
  say(message?: Message): void {
    setText(this.#title, message?.title ?? "");
    setText(this.#text, message?.text ?? "");
    this.#message.classList.toggle("busy", message?.busy === true);
    this.#message.classList.toggle("empty", message === undefined);
  }

  #events(turn: number): PlaybackEvents {
    const wanted = (): boolean => turn === this.#turn;
    return {
      qualities: (list) => {
        if (!wanted()) return;
        this.#qualities = list;
        this.#controls.offerQualities(list, this.#playback?.choosesItself ?? true);
      },
      quality: (id) => {
        if (!wanted()) return;
        this.#current = this.#qualities.find((quality) => quality.id === id);
        if (this.#current) this.#controls.showQuality(this.#current);
      },
      problem: (words) => {
        if (wanted()) this.onProblem(words);
      },
    };
  }

  /** Browsers play with audio only for those who did something on this site before. */
  async #begin(): Promise<void> {
    const { video } = this;
    try {
      await video.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError" || video.muted) return;
      video.muted = true;
      this.#unmute.hidden = false;
      await video.play().catch(() => this.#show());
    }
  }

  #actions(): Actions {
    return {
      togglePlay: () => this.#togglePlay(),
      toggleMuted: () => this.#toggleMuted(),
      setVolume: (volume) => {
        this.video.volume = volume;
        this.video.muted = volume === 0;
      },
      goLive: () => this.#goLive(),
      chooseQuality: (id) => this.#playback?.choose(id),
      chooseFormat: (format) => this.onFormat(format),
      toggleFullscreen: () => this.#toggleFullscreen(),
    };
  }

  #togglePlay(): void {
    if (this.video.paused) void this.video.play().catch(() => this.#show());
    else this.video.pause();
  }

  #toggleMuted(): void {
    this.video.muted = !this.video.muted;
    if (!this.video.muted && this.video.volume === 0) this.video.volume = 1;
  }

  #goLive(): void {
    const edge = this.#playback?.liveEdge();
    if (edge !== undefined) this.video.currentTime = edge;
    void this.video.play().catch(() => this.#show());
  }

  #toggleFullscreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.#box.requestFullscreen?.();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const takesKeys = event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement;
    if (takesKeys) return;
    const keys: Readonly<Record<string, () => void>> = {
      k: () => this.#togglePlay(),
      m: () => this.#toggleMuted(),
      l: () => this.#goLive(),
      f: () => this.#toggleFullscreen(),
    };
    keys[event.key.toLowerCase()]?.();
  }

  /** Shows the controls, and hides them from a video that plays once nothing happens any more. */
  #wake(): void {
    this.#box.classList.remove("idle");
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      const inUse = this.#controls.row.matches(":focus-within, :hover");
      if (!this.video.paused && !inUse) this.#box.classList.add("idle");
    }, idleAfter);
  }

  #show(): void {
    const { video } = this;
    if (!video.muted) this.#unmute.hidden = true;
    const { behind, buffer } = this.metrics;
    const edge = this.#playback?.liveEdge();
    const atEdge = edge === undefined ? undefined : !video.paused && edge - video.currentTime < edgeTolerance;
    const live = behind === undefined ? "" : `${behind.toFixed(1)} s behind live · ${buffer.toFixed(1)} s buffered`;
    this.#controls.show({
      paused: video.paused,
      muted: video.muted,
      volume: video.volume,
      fullscreen: document.fullscreenElement !== null,
      atEdge,
      metrics: live,
    });
  }
}
