import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { projectRoot } from "../project.ts";

const here = import.meta.dirname;
const script = "text/javascript";

/** What the server has: type and text. */
const files: Readonly<Record<string, readonly [type: string, read: () => Promise<string>]>> = {
  "/": ["text/html", () => readFile(join(here, "page.html"), "utf8")],
  "/page.js": [script, pageScript],
  "/hls.min.js": [script, () => readFile(join(projectRoot, "node_modules/hls.js/dist/hls.min.js"), "utf8")],
};

async function pageScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(here, "page.ts")],
    bundle: true,
    format: "iife",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** Serves the player's page on loopback: a page of a file has no origin that a server could allow. */
export class PageServer implements AsyncDisposable {
  /** Of the page. */
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  /** Listens on a free port. */
  static async start(): Promise<PageServer> {
    const server = createServer(async ({ url = "" }, response) => {
      const [type, read] = files[url] ?? [];
      if (!type || !read) return void response.writeHead(404).end();
      const text = await read();
      response.writeHead(200, { "Content-Type": `${type}; charset=utf-8` }).end(text);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    return new PageServer(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
