import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { LoopbackServer, projectRoot } from "../core/index.ts";

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

/** Serves the player's page, at `/`, on loopback: a page of a file has no origin that a server could allow. */
export function servePlayer(): Promise<LoopbackServer> {
  return LoopbackServer.start(async ({ url = "" }, response) => {
    const [type, read] = files[url] ?? [];
    if (!type || !read) return void response.writeHead(404).end();
    const text = await read();
    response.writeHead(200, { "Content-Type": `${type}; charset=utf-8` }).end(text);
  });
}
