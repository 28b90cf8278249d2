import { execa } from "execa";
import { parse as parseMpd } from "mpd-parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renditionName } from "../../harness/chart/index.ts";
import { type ChildProcess, waitFor } from "../../harness/core/index.ts";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";
import {
  checkStream,
  clipSource,
  decodeErrors,
  fetchMaster,
  fetchMedia,
  fetchOk,
  publishStream,
  type StreamReport,
} from "../../harness/stream/index.ts";
import { systemTool } from "../../harness/tools/index.ts";
import { mediaUrl, newestSegment, waitForMedia } from "./support/streams.ts";

const stream = "bunny";
const renditions = ["low", "mid", "high", "hd720", "src"];

/** The default ladder, published once for all tests of this file. */
describe("the default ladder on real footage", () => {
  let service: LocalService;
  let publisher: ChildProcess;
  let report: StreamReport;
  let masterUrl: string;

  beforeAll(async () => {
    const input = await clipSource();
    service = await startLocalService({ freePorts: true });
    const log = `${service.folder}/publisher.log`;
    publisher = await publishStream({ input, server: service.ingests[0].rtmpUrl, stream, log });
    masterUrl = `${service.deliveryUrl}/hls/${stream}.m3u8`;
    report = await checkStream(masterUrl, { stream, settings: service.settings, seconds: 60 });
  });

  afterAll(async () => {
    await publisher?.stop();
    await service?.stop();
  });

  test("the master playlist declares what ffprobe finds in every rendition", async () => {
    expect(report.problems).toEqual([]);
    expect(report.renditions.map(({ name, width, height }) => [name, width, height])).toEqual([
      ["low", 480, 270],
      ["mid", 720, 406],
      ["high", 960, 540],
      ["hd720", 1280, 720],
      ["src", 1280, 720],
    ]);
    const master = await fetchMaster(masterUrl);
    expect(master).toHaveLength(renditions.length);
    for (const variant of master) expect(variant.codecs).toMatch(/^avc1\.[0-9a-f]{6},mp4a\.40\.2$/);
  });

  test("segments of all renditions start together, with a keyframe, and last as long as configured", () => {
    expect(report.renditions.filter(({ aligned }) => !aligned)).toEqual([]);
    for (const { name, segmentSeconds } of report.renditions) {
      expect(Math.abs(segmentSeconds - service.settings.fragmentSeconds), name).toBeLessThan(0.05);
    }
  });

  test("MEDIA-SEQUENCE comes from the clock and only grows", async () => {
    const url = mediaUrl(service, stream, "low");
    const first = await fetchMedia(url);
    const epoch = Date.UTC(2026, 0, 1);
    expect(first.sequence).toBeGreaterThan(((Date.now() - epoch) / 1000) * 2 - 200);
    const full = service.settings.playlistSeconds / service.settings.fragmentSeconds;
    let last = first.sequence;
    await waitFor("a window that slides", { seconds: 60, period: 300 }, async () => {
      const { sequence, segments } = await fetchMedia(url);
      expect(sequence).toBeGreaterThanOrEqual(last);
      last = sequence;
      if (segments.length < full || sequence === first.sequence)
        throw new Error(`${sequence}, ${segments.length} segments`);
    });
  });

  test("segments decode without an error", async () => {
    for (const rendition of renditions) {
      const playlist = await fetchMedia(mediaUrl(service, stream, rendition));
      expect(await decodeErrors(newestSegment(playlist).url), rendition).toEqual([]);
    }
  });

  test("each rendition has an MPD that parses, whose segments decode", async () => {
    for (const rendition of renditions) {
      const url = `${service.deliveryUrl}/dash/${renditionName(stream, rendition)}.mpd`;
      const response = await fetchOk(url);
      expect(response.headers.get("content-type")).toBe("application/dash+xml");
      const manifest = parseMpd(await response.text(), { manifestUri: url });
      const [video] = manifest.playlists;
      expect(video?.segments.length, rendition).toBeGreaterThan(2);
      const [audio] = Object.values(manifest.mediaGroups.AUDIO["audio"] ?? {});
      const tracks = [video, audio?.playlists?.[0]];
      for (const track of tracks) {
        const segment = track?.segments.at(-2);
        expect(segment, rendition).toBeDefined();
        const init = await (await fetchOk(segment?.map.resolvedUri ?? "")).arrayBuffer();
        const body = await (await fetchOk(segment?.resolvedUri ?? "")).arrayBuffer();
        const input = Buffer.concat([Buffer.from(init), Buffer.from(body)]);
        const args = ["-v", "error", "-i", "pipe:0", "-f", "null", "-"];
        const { stderr } = await execa(await systemTool("ffmpeg"), args, { input, reject: false });
        expect(stderr, rendition).toBe("");
      }
    }
  });

  test("every object has its type, its caching and CORS headers, errors and preflights too", async () => {
    const segment = newestSegment(await fetchMedia(mediaUrl(service, stream, "low"))).url;
    const objects = [
      [masterUrl, "application/vnd.apple.mpegurl", "no-cache"],
      [mediaUrl(service, stream, "low"), "application/vnd.apple.mpegurl", "no-cache"],
      [segment, "video/mp2t", "public, max-age=31536000, immutable"],
      [`${service.deliveryUrl}/dash/${stream}_low.mpd`, "application/dash+xml", "no-cache"],
      [`${service.deliveryUrl}/dash/${stream}_low-init.m4v`, "video/mp4", "no-cache"],
      [`${service.deliveryUrl}/dash/${stream}_low-init.m4a`, "audio/mp4", "no-cache"],
    ] as const;
    for (const [url, type, caching] of objects) {
      const response = await fetchOk(url);
      await response.arrayBuffer();
      expect(response.headers.get("content-type"), url).toBe(type);
      expect(response.headers.get("cache-control"), url).toBe(caching);
      expect(response.headers.get("access-control-allow-origin"), url).toBe("*");
    }
    const missing = await fetch(`${service.deliveryUrl}/hls/nobody.m3u8`);
    expect(missing.status).toBe(404);
    expect(missing.headers.get("cache-control")).toBe("no-store");
    expect(missing.headers.get("access-control-allow-origin")).toBe("*");
    const preflight = await fetch(masterUrl, {
      method: "OPTIONS",
      headers: { "Access-Control-Request-Method": "GET" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("GET");
    expect(preflight.headers.get("access-control-allow-headers")).toContain("Range");
    expect(preflight.headers.get("access-control-max-age")).toBe("1728000");
    expect((await fetch(masterUrl, { method: "POST" })).status).toBe(405);
  });

  test("segments answer range requests, cached or not; playlists alone are compressed", async () => {
    const [first, second] = (await fetchMedia(mediaUrl(service, stream, "src"))).segments.slice(-2);
    for (const url of [first?.url ?? "", second?.url ?? "", first?.url ?? ""]) {
      const part = await fetch(url, { headers: { Range: "bytes=188-375" } });
      expect(part.status).toBe(206);
      expect(part.headers.get("content-range")).toMatch(/^bytes 188-375\//);
      expect((await part.arrayBuffer()).byteLength).toBe(188);
      const whole = await fetchOk(url);
      expect(whole.headers.get("accept-ranges")).toBe("bytes");
      expect(whole.headers.get("content-encoding")).toBeNull();
      await whole.arrayBuffer();
    }
    for (const url of [masterUrl, `${service.deliveryUrl}/dash/${stream}_low.mpd`]) {
      expect((await fetchOk(url)).headers.get("content-encoding"), url).toBe("gzip");
    }
  });

  test("the ingest tier shows its streams as XML and as a page", async () => {
    const { httpUrl } = service.ingests[0];
    const xml = await fetchOk(`${httpUrl}/stat`);
    expect(xml.headers.get("content-type")).toBe("text/xml");
    expect(await xml.text()).toContain(`<name>${stream}_hd720</name>`);
    const page = await fetchOk(`${httpUrl}/stat.html`);
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(await page.text()).toMatch(new RegExp(`<td>${stream}_hd720</td>\\s*<td>published</td>`));
  });

  test("what is not for others is not there: callbacks, control, other folders", async () => {
    const { httpUrl } = service.ingests[0];
    for (const path of [
      "/publish",
      "/update",
      "/internal/stat",
      "/internal/control/drop/publisher?app=live&name=bunny",
      "/",
    ]) {
      expect((await fetch(httpUrl + path)).status, path).toBe(404);
    }
    for (const path of [
      "/stat",
      "/peer/release?name=bunny",
      "/hls/",
      "/hls/..%2f..%2frun/bunny.state",
      "/hls/.ready",
      "/vod/",
    ]) {
      expect((await fetch(service.deliveryUrl + path)).status, path).toBeOneOf([400, 404]);
    }
    // Nobody was dropped by asking.
    await waitForMedia(service, stream, "low", ({ segments }) => segments.length > 0);
    expect(publisher.running).toBe(true);
  });
});
