/** A card of the list: a live stream or a recording. */
import { element, icon, setText } from "./dom.ts";
import { icons } from "./icons.ts";
import { Poster } from "./poster.ts";
import type { Service } from "./service.ts";
import type { Recording, Stream } from "./streams-api.ts";
import { bitrate, duration, size, states, viewers } from "./words.ts";

/** A stream in the list. It is renewed in place, so that the focus stays where it is. */
export class StreamCard {
  readonly title: string;
  readonly item = element("li", { class: "card" });
  readonly #poster = new Poster();
  readonly #badge = element("span", { class: "badge" });
  readonly #uptime = element("span", { class: "corner" });
  readonly #facts = element("p", { class: "quiet" });
  readonly #renditions = element("p", { class: "chips" });
  readonly #link: HTMLAnchorElement;
  readonly #service: Service;

  constructor(stream: Stream, service: Service) {
    this.#service = service;
    this.title = stream.title;
    this.#link = element(
      "a",
      { href: service.url(stream.urls.watch) },
      element("div", { class: "thumbnail" }, this.#poster.image, this.#badge, this.#uptime),
      element("h2", {}, stream.title),
      this.#facts,
      this.#renditions,
    );
    // What will be needed is fetched while the finger is still on its way.
    const prepare = () => void import("hls.js/light");
    this.#link.addEventListener("pointerenter", prepare, { once: true });
    this.#link.addEventListener("focus", prepare, { once: true });
    this.item.append(this.#link);
    this.update(stream);
  }

  update(stream: Stream): void {
    this.#show(stream.state);
    setText(this.#uptime, duration(stream.uptimeSeconds));
    setText(this.#facts, `${viewers(stream.viewers)} · ${bitrate(stream.ingest.bitrate)}`);
    const heights = [...new Set(stream.renditions.map(({ height }) => `${height}p`))];
    if (this.#renditions.textContent !== heights.join("")) {
      this.#renditions.replaceChildren(...heights.map((height) => element("span", {}, height)));
    }
    if (stream.urls.poster) this.#poster.refresh(this.#service.url(stream.urls.poster));
  }

  /** Says that the stream is over. */
  end(): void {
    this.#show("ended");
    setText(this.#facts, "The stream has ended.");
  }

  #show(state: keyof typeof states): void {
    setText(this.#badge, states[state]);
    this.#badge.className = `badge ${state}`;
    this.item.classList.toggle("over", state === "ended");
  }
}

/** A recording in the list. */
export function recordingCard(recording: Recording, service: Service): HTMLLIElement {
  const { name, file, seconds, bytes, at } = recording;
  const address = service.url(`watch/${name}?recording=${encodeURIComponent(file)}`);
  const thumbnail = element("div", { class: "thumbnail" }, element("span", { class: "corner" }, duration(seconds)));
  thumbnail.prepend(icon(icons.play));
  if (recording.poster) thumbnail.prepend(element("img", { src: service.url(recording.poster), alt: "" }));
  const when = element("time", { datetime: at }, new Date(at).toLocaleString());
  const facts = element("p", { class: "quiet" }, when, ` · ${size(bytes)}`);
  return element("li", { class: "card" }, element("a", { href: address }, thumbnail, element("h2", {}, name), facts));
}
