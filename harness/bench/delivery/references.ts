import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { ChildProcess, chartFolder, waitForStart } from "../../core/index.ts";
import { systemTool } from "../../tools/index.ts";
import { playlistPath } from "./objects.ts";

/** An nginx that the chart's is held against. */
export interface ReferenceServer {
  /** `http://host:port`. */
  readonly url: string;
  /** Its master's process. */
  readonly pid: number;
}

/** What is answered but not by `add_header`: nginx writes it itself. */
const ownHeaders = new Set([
  ...["accept-ranges", "connection", "content-length", "content-type", "date", "etag", "keep-alive", "last-modified"],
  "server",
]);

/**
 * nginx as one would write it for files that never change: nothing but their delivery, one log of the same fields, and
 * the headers that the chart's answers have.
 *
 * @param headers those of an answer of the chart
 */
export function bareConfiguration(media: string, port: number, headers: Headers): string {
  const added = [...headers].filter(([name]) => !ownHeaders.has(name));
  return `
    log_format requests escape=json
        '{"time":"$time_iso8601","client":"$remote_addr","forwardedFor":"$http_x_forwarded_for",'
        '"method":"$request_method","path":"$uri","status":$status,"bytes":$body_bytes_sent,"seconds":$request_time,'
        '"cache":"$upstream_cache_status"}';
    access_log requests.log requests buffer=64k flush=1s;
    server_tokens off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000;
    server {
        listen 127.0.0.1:${port} reuseport backlog=4096;
        root ${media};
        ${added.map(([name, value]) => `add_header ${name} "${value}" always;`).join("\n        ")}
    }`;
}

/**
 * The delivery of the system that this one replaces, word for word where it matters: files are read past the page
 * cache, and copied. Its log is nginx's default.
 */
export function predecessorConfiguration(media: string, port: number): string {
  return `
    access_log access.log;
    sendfile off;
    tcp_nopush on;
    directio 512;
    server {
        listen 127.0.0.1:${port} backlog=4096;
        location /hls {
            if ($request_method = OPTIONS) {
                add_header Access-Control-Allow-Origin *;
                add_header Access-Control-Max-Age 1728000;
                add_header Content-Type "text/plain charset=UTF-8";
                add_header Content-Length 0;
                return 204;
            }
            root ${media};
            add_header Cache-Control no-cache;
            add_header Access-Control-Allow-Origin * always;
            add_header Access-Control-Expose-Headers Content-Length;
        }
    }`;
}

/**
 * Starts an nginx with one worker.
 * @param folder its own, in which its worker may write
 * @param http what its `http` holds, by its port
 * @param running stops it
 * @throws ToolError when it does not start
 */
export async function startReference(
  folder: string,
  title: string,
  http: (port: number) => string,
  running: AsyncDisposableStack,
): Promise<ReferenceServer> {
  const port = await getPort();
  await mkdir(folder, { recursive: true });
  const types = await readFile(join(chartFolder, "files/shared/types.conf"), "utf8");
  const file = join(folder, "nginx.conf");
  await writeFile(
    file,
    `daemon off;
worker_processes 1;
worker_rlimit_nofile 32768;
pid ${folder}/pid;
events {
    worker_connections 16384;
}
http {
    ${types}
    client_body_temp_path ${folder}/body;
    proxy_temp_path ${folder}/proxy;
    fastcgi_temp_path ${folder}/fastcgi;
    scgi_temp_path ${folder}/scgi;
    uwsgi_temp_path ${folder}/uwsgi;
    ${http(port)}
}
`,
  );
  const args = ["-e", "stderr", "-p", folder, "-c", file];
  const log = join(folder, "nginx.log");
  const process = running.use(
    ChildProcess.start(await systemTool("nginx"), args, { title, log, stopSignal: "SIGTERM" }),
  );
  const url = `http://127.0.0.1:${port}`;
  await waitForStart(process, `${title} at ${url}`, async () => {
    const { status } = await fetch(`${url}${playlistPath}`);
    if (status !== 200) throw new Error(`it answers ${status}`);
  });
  return { url, pid: process.pid };
}
