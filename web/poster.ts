/** Milliseconds between two looks for a newer picture. */
const period = 5000;

/** Shows the newest still picture of a stream, as far as there is one. */
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

  /** @param url of the picture; the query makes the browser ask again */
  refresh(url: string): void {
    const slot = Math.floor(Date.now() / period);
    if (slot === this.#slot) return;
    this.#slot = slot;
    this.image.src = `${url}?${slot}`;
  }
}
