import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChildProcess, patienceFactor, waitFor } from "../../harness/core/index.ts";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";
import { clipSource, publishStream, signUrl } from "../../harness/stream/index.ts";
import { attackAll, protectedText } from "./attack/attack-all.ts";
import type { Loot } from "./attack/attacks.ts";
import { type RawAnswer, sendRaw } from "./attack/raw-request.ts";
import { writeReport } from "./attack/report.ts";
import { type Route, routesOf } from "./attack/routes.ts";
import { waitForEnd } from "./support/streams.ts";

const token = "attacked-token-attacked-token-attacked";
const key = "attacked-key-attacked-key-attacked-key";
/** Paths that answer everybody, and say nothing of a stream. */
const open = ["/healthz", "/readyz"];
/** Pages and answers that are there for whoever has a token. */
const pages = ["/", "/watch/cam", "/embed/cam", "/api/streams", "/api/streams/cam", "/api/recordings"];
/** A recording: on one volume, or pulled from a pod that has its own. */
const recording = "/vod/recordings/cam/cam-20261125T130000Z.mp4";
/** Paths that lead nowhere from outside, and are attacked all the same. */
const hidden = [
  "/asked/hls/cam.m3u8",
  "/kept/hls/cam_src.m3u8",
  "/last/hls/cam_src.m3u8",
  "/known/hls/cam_src.m3u8",
  "/vod/.recording",
  `/films${recording}`,
  "/internal/admin/0/end",
];
/** What only the admin may ask for, with a method of its own. At delivery nothing else leads there. */
const controlled = ["/api/streams/cam", "/api/streams/cam/record"];
const orders = ["/admin/end?name=cam", "/admin/record?name=cam&order=start"];
const copyOnly = ["ladder[0].name=src", "ladder[0].copy=true", "ladder[0].maxBitrate=6000k", "hls.fragment=1"];

const now = () => Math.floor(Date.now() / 1000);
const prefix = (scope: string, expires = now() + 3600, by = key) =>
  signUrl("/", { key: by, expires, scope }).slice(0, -1);

describe.each(["origin", "shared"])("an attacker of delivery with storage %s", (mode) => {
  const running = new AsyncDisposableStack();
  let service: LocalService;
  let routes: Route[];
  /** Paths that answer. */
  let there: string[];
  let loot: Loot;
  let publisher: ChildProcess;

  beforeAll(async () => {
    const storage =
      mode === "shared"
        ? ["storage.mode=shared", "storage.shared.existingClaim=media", "recording.volume.mode=pod"]
        : [];
    service = running.use(
      await startLocalService({
        freePorts: true,
        set: [
          ...copyOnly,
          ...storage,
          // The listed segments are to be there until the last attack.
          "hls.playlistLength=600",
          ...["vod.enabled=true", "vod.existingClaim=videos", "recording.enabled=true"],
          ...["auth.play.signed.enabled=true", `auth.play.signed.keys[0]=${key}`],
          ...["auth.admin.enabled=true", `auth.admin.token=${token}`],
        ],
      }),
    );
    for (const path of ["/vod/recording.mp4", recording]) {
      const file = join(service.folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, protectedText.repeat(10));
      await chmod(file, 0o644);
    }
    const { rtmpUrl: server, mediaFolder } = service.ingests[0];
    const log = join(service.folder, "cam.log");
    publisher = running.use(await publishStream({ input: await clipSource(), server, stream: "cam", log }));
    await waitFor("a live stream", { seconds: 40 }, async () => {
      const { statuses } = await get(`${prefix("cam")}/hls/cam.m3u8`);
      if (statuses[0] !== 200) throw new Error(`it answers ${statuses}`);
    });
    await waitFor("the poster", { seconds: 40 }, async () => {
      const { statuses } = await get(`${prefix("cam")}/posters/cam.jpg`);
      if (statuses[0] !== 200) throw new Error(`it answers ${statuses}`);
    });
    const media = (await readdir(mediaFolder, { recursive: true })).map((file) => `/${file}`);
    const existing = media.filter((path) => /\.(m3u8|ts|mpd|m4v|m4a)$/.test(path) && !path.includes("-raw."));
    const one = (pattern: RegExp) => existing.filter((path) => pattern.test(path)).toSorted()[0] ?? "";
    const kinds = [/cam\.m3u8/, /_src\.m3u8/, /\.ts/, /\.mpd/, /init\.m4v/, /init\.m4a/].map(one);
    const configuration = await readFile(join(service.configFolder, "delivery.conf"), "utf8");
    const page = await get(`${prefix("*")}/`);
    open.push(`/assets/${/assets\/([^"]+\.js)/.exec(page.text)?.[1]}`);
    there = [...kinds, "/vod/recording.mp4", recording, "/posters/cam.jpg", ...pages, ...open];
    routes = routesOf(configuration, [...there, ...hidden]);
    loot = {
      own: prefix("*"),
      other: prefix("cam2"),
      expired: prefix("*", now() - 3600),
      wrong: prefix("*", now() + 3600, "guessed-key-guessed-key-guessed-key"),
    };
  });

  afterAll(() => running.disposeAsync());

  const get = (path: string): Promise<RawAnswer> =>
    sendRaw(service.deliveryUrl, Buffer.from(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`));

  test("every route is in this test, and is there for whoever has a token", async () => {
    for (const { location, paths } of routes) {
      expect(paths, `no path leads to location ${location}: name one`).not.toEqual([]);
      for (const path of paths) {
        const expected = there.includes(path) ? 200 : 404;
        const { statuses } = await get(open.includes(path) ? path : prefix("*") + path);
        expect(statuses, path).toEqual([expected]);
      }
    }
  });

  test("is refused on every route, in every way, with every method", {
    timeout: 300_000 * patienceFactor,
  }, async () => {
    const protectedPaths = routes.flatMap(({ location, paths }) =>
      paths.filter((path) => !open.includes(path)).map((path) => ({ location, path })),
    );
    const control = controlled.map((path) => ({ location: "@control", path }));
    const outcomes = await attackAll(service.deliveryUrl, [...protectedPaths, ...control], loot);
    await writeReport(`delivery-${mode}`, outcomes);
    expect(outcomes.length).toBeGreaterThan(5000);
    expect(outcomes.filter(({ refused }) => !refused).slice(0, 20)).toEqual([]);
  });

  test("is refused by an ingest pod that is asked in delivery's place", {
    timeout: 120_000 * patienceFactor,
  }, async () => {
    const targets = orders.map((path) => ({ location: path.replace(/\?.*/, ""), path }));
    const outcomes = await attackAll(service.ingests[0].httpUrl, targets, loot);
    await writeReport(`ingest-control-${mode}`, outcomes);
    expect(outcomes.length).toBeGreaterThan(2000);
    expect(outcomes.filter(({ refused }) => !refused).slice(0, 20)).toEqual([]);
  });

  test("ends no stream, and orders no recording; the admin's token does", async () => {
    expect(publisher.running).toBe(true);
    expect(await service.ingests[0].process.output()).not.toContain("the admin at");
    const order = (method: string, path: string) =>
      fetch(service.deliveryUrl + path, { method, headers: { Authorization: `Bearer ${token}` }, body: "order=stop" });
    expect((await order("POST", "/api/streams/cam/record")).status).toBe(200);
    expect((await order("DELETE", "/api/streams/cam")).status).toBe(204);
    await waitForEnd(publisher, 10);
  });

  test("no attack left a token in a log", async () => {
    const lines = (await service.delivery.output()).split("\n");
    expect(lines.filter((line) => /\d{5,}\.[A-Za-z0-9_-]{43}/.test(line)).slice(0, 5)).toEqual([]);
  });
});
