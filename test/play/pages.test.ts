import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";

const origins = ["https://www.example.com", "https://tv.example.org:8443"];
const sites = ["www.example.com", "*.example.org"];
const missing = 404;
const refused = 403;

let open: LocalService;
let strict: LocalService;

beforeAll(async () => {
  const set = [
    ...origins.map((origin, n) => `delivery.cors.allowOrigin[${n}]=${origin}`),
    ...sites.map((site, n) => `auth.play.referers.allowed[${n}]=${site}`),
  ];
  open = await startLocalService({ freePorts: true, set });
  strict = await startLocalService({ freePorts: true, set: [...set, "auth.play.referers.allowMissing=false"] });
});

afterAll(() => Promise.all([open?.stop(), strict?.stop()]));

const ask = (service: LocalService, headers: Record<string, string>, path = "/hls/cam.m3u8", method = "GET") =>
  fetch(`${service.deliveryUrl}${path}`, { headers, method });

describe("a list of origins", () => {
  test.each(origins)("%s may read, and caches learn that others may not", async (origin) => {
    for (const method of ["GET", "OPTIONS"]) {
      const { headers } = await ask(open, { Origin: origin }, undefined, method);
      expect(headers.get("access-control-allow-origin")).toBe(origin);
      expect(headers.get("vary")).toContain("Origin");
    }
  });

  test.each(["https://evil.example", "http://www.example.com", "https://www.example.com.evil.example", "null", ""])(
    "%j may not",
    async (origin) => {
      const { headers } = await ask(open, origin === "" ? {} : { Origin: origin });
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect(headers.get("vary")).toContain("Origin");
    },
  );
});

describe("a list of sites", () => {
  test.each(["https://www.example.com/page", "http://tv.example.org/", "https://a.b.example.org:8443/x?y"])(
    "a page at %s plays",
    async (referer) => {
      expect((await ask(strict, { Referer: referer })).status).toBe(missing);
    },
  );

  test.each([
    "https://evil.example/",
    "https://example.com/",
    "https://www.example.com.evil.example/",
    "https://evil.example/www.example.com",
    "https://evil.example/?https://www.example.com/",
    "www.example.com",
    "none",
  ])("a page at %s does not", async (referer) => {
    for (const method of ["GET", "HEAD", "OPTIONS"]) {
      expect((await ask(open, { Referer: referer }, undefined, method)).status).toBe(refused);
    }
    expect((await ask(open, { Referer: referer }, "/vod/film.mp4")).status).toBe(refused);
  });

  test("a value says whether players without a Referer play, and probes never need one", async () => {
    expect((await ask(open, {})).status).toBe(missing);
    expect((await ask(strict, {})).status).toBe(refused);
    expect((await ask(strict, {}, "/healthz")).status).toBe(200);
  });
});
