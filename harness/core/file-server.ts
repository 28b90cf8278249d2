/** A folder on loopback by HTTP, as a web server for static files has it. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { LoopbackServer } from "./loopback-server.ts";

/**
 * Serves the files that lie in a folder, and none below it, on a free port.
 * @param folder its path; files may come and go
 */
export function serveFolder(folder: string): Promise<LoopbackServer> {
  return LoopbackServer.start(async ({ url = "" }, response) => {
    // Only names that the folder lists: no path leads out of it.
    const name = (await readdir(folder)).find((file) => `/${encodeURIComponent(file)}` === url);
    if (name === undefined) return void response.writeHead(404).end();
    response.writeHead(200).end(await readFile(join(folder, name)));
  });
}
