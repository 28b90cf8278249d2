import { setTimeout as sleep } from "node:timers/promises";
import type { ChildProcess } from "./child-process.ts";
import { type PublisherOptions, publish } from "./publisher.ts";

/** Milliseconds between the end of a connection and the next try, as an encoder would have it. */
const reconnectAfter = 500;

/** A publisher that connects again whenever its connection ends, until it is stopped. */
export class Encoder implements AsyncDisposable {
  /** When it connected again, as milliseconds of the clock. */
  readonly reconnects: number[] = [];
  readonly #options: PublisherOptions;
  readonly #stopping = new AbortController();
  #publisher: ChildProcess;
  readonly #end: Promise<void>;

  private constructor(options: PublisherOptions, publisher: ChildProcess) {
    this.#options = options;
    this.#publisher = publisher;
    this.#end = this.#goOn();
  }

  static async start(options: PublisherOptions): Promise<Encoder> {
    return new Encoder(options, await publish(options));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#publisher.stop();
    await this.#end;
  }

  async #goOn(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#publisher.ended();
      await sleep(reconnectAfter, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      this.#publisher = await publish(this.#options);
      this.reconnects.push(Date.now());
      // Stopped while it started.
      if (signal.aborted) await this.#publisher.stop();
    }
  }
}
