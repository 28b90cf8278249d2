/** Watches one stream: plays it while it is there, says in words what it is when it is not, and begins by itself. */
import { pause } from "../pause.ts";
import type { Service } from "../service.ts";
import type { Stream } from "../streams-api.ts";
import type { Format } from "./controls.ts";
import { playDash } from "./dash-playback.ts";
import { needsNativeHls, playNatively } from "./file-playback.ts";
import { playHls } from "./hls-playback.ts";
import { buffered, type StartPlayback } from "./playback.ts";
import type { Message, Player } from "./player.ts";

/** Milliseconds between two requests for a stream that plays, and for one that is waited for. */
const calmPeriod = 3000;
const eagerPeriod = 1000;

/** Milliseconds for which a stream may be away before it counts as ended: its encoder may be about to connect again. */
const endedAfter = 4000;

/** Milliseconds after which it has ended even for those who have not seen all of it. */
const endedAtLast = 30_000;

/** Milliseconds between two updates of the message. */
const messagePeriod = 250;

export class Viewer {
  readonly #service: Service;
  readonly #name: string;
  readonly #player: Player;
  readonly #changed: (stream: Stream | undefined, hasEnded: boolean) => void;
  #stream: Stream | undefined;
  /** The name, until the service has sent the title. */
  #title: string;
  #format: Format = "hls";
  #plays = false;
  #seen = false;
  #ended = false;
  #absentSince: number | undefined;
  #unanswered = 0;
  #answered = false;
  #problem = "";

  /** @param changed called with the stream after each answer */
  constructor(
    service: Service,
    name: string,
    player: Player,
    changed: (stream: Stream | undefined, hasEnded: boolean) => void = () => {},
  ) {
    this.#service = service;
    this.#name = name;
    this.#title = name;
    this.#player = player;
    this.#changed = changed;
    player.onFormat = (format) => {
      this.#format = format;
      if (this.#plays) this.#play();
    };
    player.onProblem = (words) => {
      this.#problem = words;
    };
    player.video.addEventListener("playing", () => {
      this.#problem = "";
    });
  }

  /** Watches for ever. */
  async run(): Promise<never> {
    setInterval(() => this.#showMessage(), messagePeriod);
    // Before anything is known: most streams that are opened are there.
    this.#play();
    for (;;) {
      await this.#refresh();
      await pause(this.#stream?.state === "live" ? calmPeriod : eagerPeriod);
    }
  }

  async #refresh(): Promise<void> {
    try {
      this.#stream = await this.#service.stream(this.#name);
      this.#unanswered = 0;
      this.#answered = true;
    } catch {
      // What plays, plays on.
      this.#unanswered += 1;
      return;
    }
    if (this.#stream) this.#present(this.#stream);
    else this.#absent();
    this.#changed(this.#stream, this.#ended);
    this.#showMessage();
  }

  #present(stream: Stream): void {
    this.#absentSince = undefined;
    this.#seen = true;
    this.#ended = false;
    this.#title = stream.title;
    this.#player.offerDash(stream.renditions.some(({ urls }) => urls.dash));
    if (stream.urls.poster && !this.#player.video.poster)
      this.#player.video.poster = this.#service.url(stream.urls.poster);
    if (!this.#plays && stream.state !== "starting") this.#play();
  }

  #absent(): void {
    this.#absentSince ??= Date.now();
    const away = Date.now() - this.#absentSince;
    const seenAll = buffered(this.#player.video) < 0.5 || away > endedAtLast;
    if (!this.#seen || (away > endedAfter && seenAll)) this.#stop();
    if (this.#seen && !this.#plays) this.#ended = true;
  }

  #play(): void {
    this.#plays = true;
    this.#problem = "";
    void this.#player.play(this.#playback()).catch((error: unknown) => {
      // The player's own script cannot be loaded: another try needs an answer of the service first.
      this.#problem = `The player cannot be loaded: ${error instanceof Error ? error.message : error}`;
      this.#plays = false;
    });
  }

  #stop(): void {
    if (!this.#plays) return;
    this.#plays = false;
    this.#player.stop();
    this.#player.video.removeAttribute("poster");
  }

  #playback(): StartPlayback {
    const url = (relative: string): string => this.#service.url(relative);
    if (this.#format === "dash" && this.#stream) return playDash(this.#stream.renditions, url);
    const master = url(this.#stream?.urls.hls ?? `hls/${this.#name}.m3u8`);
    return needsNativeHls(this.#player.video) ? playNatively(master) : playHls(master);
  }

  #showMessage(): void {
    this.#player.say(this.#message());
  }

  /** What there is to say; undefined while the video plays. */
  #message(): Message | undefined {
    const name = this.#title;
    if (this.#ended) return { title: `${name} has ended`, text: "If it begins again, it plays here by itself." };
    if (!this.#player.starved) return undefined;
    if (this.#unanswered > 1) return { title: "The server does not answer", text: "Trying again.", busy: true };
    if (this.#absentSince !== undefined && !this.#seen) {
      return { title: `${name} is not live yet`, text: "It plays here by itself as soon as it begins." };
    }
    if (this.#stream?.state === "starting") return { title: `${name} is starting`, busy: true };
    if (this.#stream?.state === "stalled") {
      const text = "Nothing new comes from its publisher. It goes on by itself.";
      return { title: `${name} has stalled`, text, busy: true };
    }
    if (this.#problem && this.#answered) return { title: this.#problem, busy: true };
    return { title: "Loading", busy: true };
  }
}
