import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { patienceFactor, waitFor } from "../../harness/core/index.ts";
import { type LocalService, startLocalService, writeSecret } from "../../harness/local/index.ts";
import { clip, clipSource, type PlaybackLink, probe, publishStream, signUrl } from "../../harness/stream/index.ts";
import { smallLadder } from "./support/streams.ts";

const current = "current-key-current-key-current-key";
const previous = "previous-key-previous-key-previous-key";
const unknownKey = "unknown-key-unknown-key-unknown-key-1";
const leeway = 5;

const seconds = () => Math.floor(Date.now() / 1000);

describe.each(["origin", "shared"])("signed playback with storage %s", (mode) => {
  let service: LocalService;
  const running = new AsyncDisposableStack();

  function url(path: string, scope: string, link: Partial<PlaybackLink> = {}): string {
    return signUrl(`${service.deliveryUrl}${path}`, { key: current, expires: seconds() + 600, scope, ...link });
  }

  const statusOf = async (address: string, init?: RequestInit) => (await fetch(address, init)).status;

  beforeAll(async () => {
    const storage = mode === "shared" ? ["storage.mode=shared", "storage.shared.existingClaim=media"] : [];
    service = running.use(
      await startLocalService({
        freePorts: true,
        values: [smallLadder],
        set: [
          ...storage,
          ...["ingest.maxStreams=3", "vod.enabled=true", "vod.existingClaim=videos"],
          ...["auth.play.signed.enabled=true", `auth.play.signed.leeway=${leeway}`],
          ...["auth.play.signed.existingSecret=playback"],
        ],
        secrets: { playback: { keys: `${current}\n${previous}\n` } },
      }),
    );
    for (const folder of ["series", "other"]) {
      await mkdir(join(service.vodFolder, folder), { mode: 0o755 });
      const file = join(service.vodFolder, folder, "one.mp4");
      await copyFile(clip, file);
      await chmod(file, 0o644);
    }
    const source = await clipSource();
    for (const stream of ["cam", "cam2"]) {
      const log = join(service.folder, `${stream}.log`);
      running.use(await publishStream({ input: source, server: service.ingests[0].rtmpUrl, stream, log }));
    }
    for (const stream of ["cam", "cam2"]) {
      for (const path of [`/hls/${stream}.m3u8`, `/hls/${stream}_src.m3u8`, `/dash/${stream}_src.mpd`]) {
        await waitFor(path, { seconds: 30 }, async () => {
          const status = await statusOf(url(path, stream));
          if (status !== 200) throw new Error(`it answers ${status}`);
        });
      }
    }
  });

  afterAll(() => running.disposeAsync());

  async function files(stream: string): Promise<string[]> {
    const media = service.ingests[0].mediaFolder;
    const names = await Promise.all(
      ["hls", "dash"].map(async (folder) => {
        const all = await readdir(join(media, folder));
        return all.filter((name) => /\.(m3u8|ts|mpd|m4v|m4a)$/.test(name)).map((name) => `/${folder}/${name}`);
      }),
    );
    return names.flat().filter((path) => new RegExp(`/${stream}[._]`).test(path));
  }

  test("a player follows relative addresses from a signed one to the video, in HLS and DASH", async () => {
    let address = url("/hls/cam.m3u8", "cam");
    while (!address.endsWith(".ts")) {
      const playlist = await (await fetch(address)).text();
      const entry = playlist.split("\n").findLast((line) => line !== "" && !line.startsWith("#"));
      address = new URL(entry ?? "", address).href;
    }
    expect((await probe(address)).video?.width).toBeGreaterThan(0);
    const manifest = await (await fetch(url("/dash/cam_src.mpd", "cam"))).text();
    const [, initial = ""] = /initialization="([^"]*init[^"]*)"/.exec(manifest) ?? [];
    const segment = new URL(initial.replace("$RepresentationID$", "cam_src"), url("/dash/cam_src.mpd", "cam"));
    expect(await statusOf(segment.href)).toBe(200);
  });

  test("a token of one stream opens all of it and nothing of another", async () => {
    const [own, other] = await Promise.all([files("cam"), files("cam2")]);
    expect(own.some((path) => path.endsWith("_low.m3u8"))).toBe(true);
    expect(other.some((path) => path.endsWith(".ts"))).toBe(true);
    for (const path of own) expect([200, 404, 503], path).toContain(await statusOf(url(path, "cam")));
    for (const path of other) expect(await statusOf(url(path, "cam")), path).toBe(403);
    for (const path of other) expect(await statusOf(`${service.deliveryUrl}${path}`), path).toBe(403);
  });

  test.each([
    ["/vod/series/one.mp4", "vod/series/one.mp4", 200],
    ["/vod/series/one.mp4", "vod/series/", 200],
    ["/vod/series/one.mp4", "vod/", 200],
    ["/vod/series/one.mp4", "*", 200],
    ["/hls/cam.m3u8", "*", 200],
    ["/vod/series/one.mp4", "vod/series", 403],
    ["/vod/series/one.mp4", "vod/other/one.mp4", 403],
    ["/vod/series/one.mp4", "vod/other/", 403],
    ["/vod/series/one.mp4", "cam", 403],
    ["/vod/other/../series/one.mp4", "vod/other/", 403],
    ["/hls/cam.m3u8", "vod/", 403],
    ["/hls/cam2.m3u8", "cam", 403],
    ["/api/streams/cam2", "cam", 403],
    ["/api/streams", "cam", 403],
    ["/posters/cam2.jpg", "cam", 403],
    ["/watch/cam2", "cam", 403],
    ["/", "cam", 403],
    ["/anything/new", "cam", 403],
    ["/api/streams/cam", "cam", 200],
    ["/posters/cam.jpg", "cam", 200],
    ["/watch/cam", "cam", 200],
    ["/", "*", 200],
  ])("%s with a token for %s is answered with %i", async (path, scope, status) => {
    // fetch would resolve the dots.
    const { stdout } = await execa("curl", [
      "--path-as-is",
      "-s",
      "-o",
      "/dev/null",
      "-w",
      "%{http_code}",
      tokenFirst(path, scope),
    ]);
    expect(Number(stdout)).toBe(status);
  });

  /** As signUrl does it, without reading the path. */
  function tokenFirst(path: string, scope: string): string {
    return `${url("/", scope).replace(/\/$/, "")}${path}`;
  }

  test("probes need no token, and all else does, whatever the method", async () => {
    for (const path of ["/healthz", "/readyz"]) expect(await statusOf(`${service.deliveryUrl}${path}`)).toBe(200);
    for (const path of ["/", "/hls/", "/hls/cam.m3u8", "/vod/series/one.mp4", "/metrics", "/s/", "/s", "/healthz/x"]) {
      for (const method of ["GET", "HEAD", "POST", "OPTIONS", "DELETE"]) {
        expect(await statusOf(`${service.deliveryUrl}${path}`, { method }), `${method} ${path}`).toBe(403);
      }
    }
  });

  test("a token ends with its time and the leeway, and what was cached does not outlive it", async () => {
    const path = "/hls/cam_src.m3u8";
    expect(await statusOf(url(path, "cam", { expires: seconds() - leeway + 2 }))).toBe(200);
    const expired = url(path, "cam", { expires: seconds() - leeway - 1 });
    expect(await statusOf(expired)).toBe(403);
    const ending = url(path, "cam", { expires: seconds() - leeway + 1 });
    expect(await statusOf(ending)).toBe(200);
    await expect.poll(() => statusOf(ending), { timeout: 10_000 * patienceFactor }).toBe(403);
  });

  test.each(["", "0.", "x.y", `9999999999.${"A".repeat(43)}`, `9999999999.${"A".repeat(42)}`, "9999999999"])(
    "the token %j is refused",
    async (token) => {
      expect(await statusOf(`${service.deliveryUrl}/s/${token}/hls/cam.m3u8`)).toBe(403);
    },
  );

  test("another end, or another key, does not fit a signature", async () => {
    const good = url("/hls/cam.m3u8", "cam", { expires: 4_000_000_000 });
    expect(await statusOf(good)).toBe(200);
    expect(await statusOf(good.replace("/4000000000.", "/4000000001."))).toBe(403);
    expect(await statusOf(url("/hls/cam.m3u8", "cam", { key: unknownKey }))).toBe(403);
  });

  test("keys are changed without a restart, and both are valid meanwhile; without a key nobody plays", async () => {
    const folder = join(service.secretsFolder, "playback-keys");
    const statuses = async () =>
      Promise.all([current, previous, unknownKey].map((key) => statusOf(url("/hls/cam.m3u8", "cam", { key }))));
    expect(await statuses()).toEqual([200, 200, 403]);
    await writeSecret(folder, { keys: `${unknownKey}\n${current}\n` });
    expect(await statuses()).toEqual([200, 403, 200]);
    await writeSecret(folder, { keys: "short\n" });
    expect(await statuses()).toEqual([403, 403, 403]);
    expect(await statusOf(`${service.deliveryUrl}/readyz`)).toBe(503);
    await rename(join(folder, "keys"), join(folder, "away"));
    expect(await statuses()).toEqual([403, 403, 403]);
    await writeSecret(folder, { keys: `${current}\n${previous}\n` });
    expect(await statuses()).toEqual([200, 200, 403]);
    expect(await service.delivery.output()).toMatch(/playback-keys\/keys: a key in it has less than 32 characters/);
  });

  test.runIf(mode === "origin")("two viewers with tokens of their own share the cache", async () => {
    const segments = (await files("cam")).filter((path) => path.endsWith("_src.ts") || /_src-\d+\.ts$/.test(path));
    const path = segments.at(-2) ?? "";
    const [one, other] = [url(path, "cam"), url(path, "cam", { expires: seconds() + 60 })];
    expect(one).not.toBe(other);
    expect([await statusOf(one), await statusOf(other)]).toEqual([200, 200]);
    await expect
      .poll(() => service.delivery.output(), { timeout: 10_000 * patienceFactor })
      .toMatch(new RegExp(`"path":"${path}","status":200,.*"cache":"HIT"`));
  });

  test("a pod that ends soon checks tokens as before", async () => {
    const configuration = await readFile(join(service.configFolder, "delivery.conf"), "utf8");
    const [, mark = ""] = /map \$server_port \$draining \{[^}]*default (\S+);/.exec(configuration) ?? [];
    await writeFile(mark, "");
    // nginx checks for the mark once a second.
    await waitFor("the last answer of a connection", { seconds: 8 }, async () => {
      const response = await fetch(url("/hls/cam.m3u8", "cam"));
      expect(response.status).toBe(200);
      expect(response.headers.get("connection")).toBe("close");
    });
    expect(await statusOf(url("/hls/cam.m3u8", "cam2"))).toBe(403);
    expect(await statusOf(`${service.deliveryUrl}/hls/cam.m3u8`)).toBe(403);
    await rm(mark);
  });

  test("no log has a token, not even that of a refused request or of a video that is not there", async () => {
    const missing = url("/vod/series/missing.mp4", "vod/series/");
    expect(await statusOf(missing)).toBe(404);
    expect(await statusOf(url("/vod/series/one.mp4", "cam"))).toBe(403);
    expect(await statusOf(`${service.deliveryUrl}/s/9999999999.${"B".repeat(43)}`)).toBe(403);
    await expect
      .poll(() => service.delivery.output(), { timeout: 10_000 * patienceFactor })
      .toMatch(/"path":"\/vod\/series\/missing.mp4","status":404/);
    const output = await service.delivery.output();
    const origin = await service.ingests[0].process.output();
    expect(output).toMatch(/"path":"\/vod\/series\/one.mp4","status":403/);
    expect(output + origin).not.toMatch(/\d{5,}\.[A-Za-z0-9_-]{43}/);
    expect(await readFile(join(service.configFolder, "delivery.conf"), "utf8")).not.toContain(current);
  });
});
