/** Milliseconds between two requests for a newer image. */
const period = 5000;

/** Shows the newest image of a stream, where there is one. */
export class Poster {
  readonly image: HTMLImageElement;
  #slot = 0;

  constructor() {
    this.image = document.createElement("img");
    this.image.alt = "";
    this.image.hidden = true;
    this.image.addEventListener("load", () => {
      this.image.hidden = false;
    });
    this.image.addEventListener("error", () => {
      this.image.hidden = true;
    });
  }

  /** @param url of the image; the query makes the browser ask again */
  refresh(url: string): void {
    const slot = Math.floor(Date.now() / period);
    if (slot === this.#slot) return;
    this.#slot = slot;
    this.image.src = `${url}?${slot}`;
  }
}
