import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server of HTTP on loopback. */
export class LoopbackServer implements AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /**
   * Listens on a free port.
   * @param answer to each request
   */
  static async start(answer: RequestListener): Promise<LoopbackServer> {
    const server = createServer(answer);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new LoopbackServer(server);
  }

  /** Ends it, and what is connected. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server[Symbol.asyncDispose]();
    this.#server.closeAllConnections();
    await closed;
  }
}
