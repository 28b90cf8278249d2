import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { HlsConfig, Loader, LoaderCallbacks, LoaderStats, PlaylistLoaderContext } from "hls.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eagerPlaylistLoader } from "../../../web/player/eager-playlist-loader.ts";

/** A playlist on a server, and a loader as hls.js has one in a browser, by fetch. */
let segments = 1;
let requests = 0;
const server = createServer((request, response) => {
  requests += 1;
  const names = Array.from({ length: segments }, (_, n) => `#EXTINF:1.000,\n${n}.ts\n`);
  const master = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nmedia.m3u8\n";
  response.end(request.url === "/master.m3u8" ? master : `#EXTM3U\n#EXT-X-TARGETDURATION:1\n${names.join("")}`);
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => server.close());

class FetchLoader {
  readonly stats = { loading: { start: performance.now(), first: 0, end: 0 } } as LoaderStats;
  readonly context = null;
  load(context: PlaylistLoaderContext, _: unknown, callbacks: LoaderCallbacks<PlaylistLoaderContext>): void {
    const answer = fetch(context.url).then((response) => response.text());
    void answer.then((data) => callbacks.onSuccess({ url: context.url, data }, this.stats, context, null));
  }
  abort(): void {}
  destroy(): void {}
}

interface Answer {
  readonly text: string;
  /** Milliseconds that it took. */
  readonly took: number;
  readonly stats: LoaderStats;
}

function ask(
  LoaderClass: new (config: HlsConfig) => Loader<PlaylistLoaderContext>,
  file = "media.m3u8",
): Promise<Answer> {
  const startedAt = performance.now();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${file}`;
  return new Promise((resolve, reject) => {
    const callbacks = {
      onSuccess: ({ data }: { data?: unknown }, stats: LoaderStats) =>
        resolve({ text: String(data), stats, took: performance.now() - startedAt }),
      onError: reject,
      onTimeout: reject,
    };
    new LoaderClass({} as HlsConfig).load({ url } as PlaylistLoaderContext, {} as never, callbacks as never);
  });
}

const newLoader = () => eagerPlaylistLoader(FetchLoader as never);

test("what is asked for first is answered at once, and the next request is due at once", async () => {
  requests = 0;
  const { text, stats } = await ask(newLoader());
  expect(text).toContain("0.ts");
  expect(requests).toBe(1);
  expect(stats.loading.start).toBe(0);
});

test("a request for what is known is answered when there is a new segment, and not before", async () => {
  const loader = newLoader();
  await ask(loader);
  let answered = false;
  const next = ask(loader).finally(() => {
    answered = true;
  });
  requests = 0;
  await expect.poll(() => requests, { timeout: 10_000 }).toBeGreaterThan(2);
  expect(answered).toBe(false);
  segments += 1;
  const { text, stats } = await next;
  expect(text).toContain(`${segments - 1}.ts`);
  expect(stats.loading.start).toBeGreaterThan(0);
});

test("a stream that has stalled is told as it is, after one segment's length and a half", async () => {
  const loader = newLoader();
  const before = await ask(loader);
  const stalled = await ask(loader);
  expect(stalled.text).toBe(before.text);
  expect(stalled.took).toBeGreaterThanOrEqual(1500);
});

test("a master playlist is never waited for", async () => {
  const loader = newLoader();
  await ask(loader, "master.m3u8");
  requests = 0;
  await ask(loader, "master.m3u8");
  expect(requests).toBe(1);
});
