/** The buttons and choices below the video. */
import { element, icon, setText } from "../dom.ts";
import { icons } from "../icons.ts";
import type { Quality } from "./playback.ts";

/** What a viewer does. */
export interface Actions {
  togglePlay(): void;
  toggleMuted(): void;
  setVolume(volume: number): void;
  goLive(): void;
  /** Undefined: what suits the connection. */
  chooseQuality(id: string | undefined): void;
  chooseFormat(format: Format): void;
  toggleFullscreen(): void;
}

export type Format = "hls" | "dash";

/** What the controls show of the player. */
export interface Shown {
  readonly paused: boolean;
  readonly muted: boolean;
  readonly volume: number;
  readonly fullscreen: boolean;
  /** Whether playback is at the live edge; undefined where nothing is live. */
  readonly atEdge: boolean | undefined;
  /** Latency and buffer in words. */
  readonly metrics: string;
}

/** The value of the choice that leaves the quality to the player. */
const automatic = "auto";

/** The row of controls. Everything in it is a real button, choice or slider, with a name. */
export class Controls {
  readonly row = element("div", { class: "controls", role: "group", "aria-label": "Player controls" });
  readonly #play = button("play", "Play");
  readonly #mute = button("audio", "Mute");
  readonly #volume = element("input", { type: "range", min: "0", max: "1", step: "0.05", "aria-label": "Volume" });
  readonly #live = element("button", { type: "button", class: "live-edge" }, "Live");
  readonly #metrics = element("span", { class: "metrics" });
  readonly #quality = element("select", { "aria-label": "Quality" });
  readonly #format = element("select", { "aria-label": "Format" });
  readonly #fullscreen = button("enlarge", "Fullscreen");

  constructor(actions: Actions) {
    this.#play.addEventListener("click", () => actions.togglePlay());
    this.#mute.addEventListener("click", () => actions.toggleMuted());
    this.#volume.addEventListener("input", () => actions.setVolume(this.#volume.valueAsNumber));
    this.#live.addEventListener("click", () => actions.goLive());
    this.#quality.addEventListener("change", () => {
      const { value } = this.#quality;
      actions.chooseQuality(value === automatic ? undefined : value);
    });
    this.#format.addEventListener("change", () => actions.chooseFormat(this.#format.value as Format));
    this.#fullscreen.addEventListener("click", () => actions.toggleFullscreen());
    this.#format.append(new Option("HLS", "hls"), new Option("DASH", "dash"));
    this.#format.hidden = true;
    this.#quality.hidden = true;
    this.#live.hidden = true;
    const space = element("span", { class: "space" });
    this.row.append(this.#play, this.#mute, this.#volume, this.#live, this.#metrics, space);
    this.row.append(this.#quality, this.#format, this.#fullscreen);
  }

  show({ paused, muted, volume, fullscreen, atEdge, metrics }: Shown): void {
    if (paused) relabel(this.#play, "play", "Play");
    else relabel(this.#play, "pause", "Pause");
    if (muted) relabel(this.#mute, "muted", "Unmute");
    else relabel(this.#mute, "audio", "Mute");
    if (fullscreen) relabel(this.#fullscreen, "reduce", "Leave fullscreen");
    else relabel(this.#fullscreen, "enlarge", "Fullscreen");
    this.#volume.value = String(muted ? 0 : volume);
    this.#live.hidden = atEdge === undefined;
    this.#live.classList.toggle("at-edge", atEdge === true);
    setText(this.#live, atEdge ? "Live" : "Go live");
    setText(this.#metrics, metrics);
  }

  /** Offers qualities; the choice stays where it can. */
  offerQualities(qualities: readonly Quality[], choosesItself: boolean): void {
    const chosen = this.#quality.value;
    const options = qualities.map(({ id, label }) => new Option(label, id));
    if (choosesItself) options.unshift(new Option("Auto", automatic));
    this.#quality.replaceChildren(...options);
    if (options.some(({ value }) => value === chosen)) this.#quality.value = chosen;
    this.#quality.hidden = qualities.length === 0;
  }

  /** Shows which quality plays: beside `Auto`, or as what is chosen. */
  showQuality({ id, size }: Quality): void {
    const [first] = this.#quality.options;
    if (first?.value === automatic) first.text = `Auto (${size})`;
    else this.#quality.value = id;
  }

  /** Offers DASH where the stream has it. */
  offerDash(offered: boolean): void {
    this.#format.hidden = !offered;
  }
}

type Icon = keyof typeof icons;

function button(name: Icon, label: string): HTMLButtonElement {
  return element("button", { type: "button", "aria-label": label, title: label }, icon(icons[name]));
}

function relabel(target: HTMLButtonElement, name: Icon, label: string): void {
  if (target.getAttribute("aria-label") === label) return;
  target.setAttribute("aria-label", label);
  target.title = label;
  target.replaceChildren(icon(icons[name]));
}
