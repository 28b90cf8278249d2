/** What the service tells of its streams: the answers of `api/streams`. */

export interface Rendition {
  readonly name: string;
  /** Peak bit/s. */
  readonly bandwidth: number;
  readonly width: number;
  readonly height: number;
  readonly urls: { readonly hls: string; readonly dash?: string };
}

export interface Stream {
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** `starting`: published, no segment yet. `stalled`: still published, and its newest segment is old. */
  readonly state: "starting" | "live" | "stalled";
  readonly uptimeSeconds: number;
  readonly ingest: {
    /** bit/s. */
    readonly bitrate: number;
    readonly video: {
      readonly codec: string;
      readonly profile?: string;
      readonly width: number;
      readonly height: number;
      readonly frameRate: number;
    } | null;
    readonly audio: { readonly codec: string; readonly channels: number; readonly sampleRate: number } | null;
  };
  readonly renditions: readonly Rendition[];
  readonly viewers: number;
  readonly urls: { readonly hls: string; readonly watch: string; readonly poster?: string };
}

export interface Recording {
  readonly name: string;
  readonly file: string;
  readonly url: string;
  readonly seconds: number;
  readonly bytes: number;
  /** ISO 8601. */
  readonly at: string;
  readonly poster?: string;
}

export interface Listing {
  readonly streams: readonly Stream[];
  readonly recordings: readonly Recording[];
  /** Whether those are all: a server that keeps some may be away. */
  readonly recordingsComplete: boolean;
}

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
  async list(): Promise<Listing> {
    const response = await this.#ask("api/streams");
    if (!response.ok) throw new Error(`the service answers ${response.status}`);
    return (await response.json()) as Listing;
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
