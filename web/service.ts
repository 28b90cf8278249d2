/** The service, as its pages ask it. */
import type { Stream, Streams } from "./streams-api.ts";

/** Milliseconds for the service to answer. */
const patience = 8000;

/** A page of the service, and where the service is: below any path that an Ingress or a token may put in front. */
export class Service {
  readonly #root: URL;

  /** @param fromPage the service's root, seen from the page: `.` of the list, `..` of a stream's page */
  constructor(fromPage: "." | "..") {
    this.#root = new URL(fromPage === "." ? "./" : "../", location.href);
  }

  /** The absolute URL of one that the service gave. */
  url(relative: string): string {
    return new URL(relative, this.#root).href;
  }

  /** @throws Error when the service does not answer */
  async list(): Promise<Streams> {
    const response = await this.#ask("api/streams");
    if (!response.ok) throw new Error(`the service answers ${response.status}`);
    return (await response.json()) as Streams;
  }

  /**
   * A stream, or undefined when nobody publishes it.
   * @throws Error when the service does not answer
   */
  async stream(name: string): Promise<Stream | undefined> {
    const response = await this.#ask(`api/streams/${encodeURIComponent(name)}`);
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`the service answers ${response.status}`);
    return (await response.json()) as Stream;
  }

  #ask(path: string): Promise<Response> {
    return fetch(this.url(path), { cache: "no-store", signal: AbortSignal.timeout(patience) });
  }
}

/** The stream's name in the address of its page. */
export function nameOfPage(): string {
  return decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
}
