/** A folder on loopback by HTTP, as a web server for static files has it. */
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

export class FileServer implements AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /**
   * Serves the files that lie in a folder, and none below it, on a free port.
   * @param folder its path; files may come and go
   */
  static async start(folder: string): Promise<FileServer> {
    const server = createServer(async ({ url = "" }, response) => {
      // Only names that the folder lists: no path leads out of it.
      const name = (await readdir(folder)).find((file) => `/${encodeURIComponent(file)}` === url);
      if (name === undefined) return void response.writeHead(404).end();
      response.writeHead(200).end(await readFile(join(folder, name)));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FileServer(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await this.#server[Symbol.asyncDispose]();
  }
}
