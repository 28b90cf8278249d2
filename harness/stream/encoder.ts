import { setTimeout as sleep } from "node:timers/promises";
import type { ChildProcess } from "../core/index.ts";
import { type PublisherOptions, publishStream } from "./publisher.ts";

/** Milliseconds between the end of a connection and the next try, as an encoder would have it. */
const reconnectAfter = 500;

export interface EncoderOptions extends PublisherOptions {
  /** `rtmp://host:port` of further places that take the stream: after one ended the connection, the next is tried. */
  readonly otherServers?: readonly string[];
}

/** A publisher that connects again whenever its connection ends, until it is stopped. */
export class Encoder implements AsyncDisposable {
  /** When it connected again, as milliseconds of the clock. */
  readonly reconnects: number[] = [];
  /** When its connection ended, as milliseconds of the clock. */
  readonly losses: number[] = [];
  readonly #options: EncoderOptions;
  readonly #stopping = new AbortController();
  #publisher: ChildProcess;
  readonly #end: Promise<void>;

  private constructor(options: EncoderOptions, publisher: ChildProcess) {
    this.#options = options;
    this.#publisher = publisher;
    this.#end = this.#goOn();
  }

  static async start(options: EncoderOptions): Promise<Encoder> {
    return new Encoder(options, await publishTo(options, 0));
  }

  /** Makes it send nothing more, with its connection open, as on a machine that froze. Only its end thaws it. */
  freeze(): void {
    this.#stopping.abort();
    this.#publisher.kill("SIGSTOP");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    // A frozen process hears nothing else.
    this.#publisher.kill("SIGCONT");
    await this.#publisher.stop();
    await this.#end;
  }

  async #goOn(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#publisher.ended();
      if (signal.aborted) return;
      this.losses.push(Date.now());
      await sleep(reconnectAfter, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      this.#publisher = await publishTo(this.#options, this.reconnects.length + 1);
      this.reconnects.push(Date.now());
      // Stopped while it started.
      if (signal.aborted) await this.#publisher.stop();
    }
  }
}

function publishTo({ otherServers = [], ...options }: EncoderOptions, attempt: number): Promise<ChildProcess> {
  const servers = [options.server, ...otherServers];
  return publishStream({ ...options, server: servers[attempt % servers.length] ?? options.server });
}
