import { chmod, copyFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";
import { clip, fetchOk, probe } from "../../harness/stream/index.ts";

let service: LocalService;
let url: string;

beforeAll(async () => {
  service = await startLocalService({ freePorts: true, set: ["vod.enabled=true", "vod.existingClaim=videos"] });
  url = `${service.deliveryUrl}/vod/bunny.mp4`;
  const file = join(service.vodFolder, "bunny.mp4");
  await copyFile(clip, file);
  await chmod(file, 0o644);
});

afterAll(() => service?.stop());

test("a video plays over HTTP, and answers range requests", async () => {
  const { size } = await stat(clip);
  expect((await probe(url)).video?.width).toBe(1280);
  const whole = await fetchOk(url);
  expect(whole.headers.get("content-type")).toBe("video/mp4");
  expect(whole.headers.get("accept-ranges")).toBe("bytes");
  expect(whole.headers.get("cache-control")).toBe("public, max-age=60");
  expect(whole.headers.get("access-control-allow-origin")).toBe("*");
  expect((await whole.arrayBuffer()).byteLength).toBe(size);
  const part = await fetch(url, { headers: { Range: `bytes=${size - 100}-` } });
  expect(part.status).toBe(206);
  expect(part.headers.get("content-range")).toBe(`bytes ${size - 100}-${size - 1}/${size}`);
  expect((await part.arrayBuffer()).byteLength).toBe(100);
});

test("the volume is read and neither listed nor written to", async () => {
  expect((await fetch(`${service.deliveryUrl}/vod/`)).status).toBe(403);
  expect((await fetch(url, { method: "PUT", body: "x" })).status).toBe(405);
  expect((await fetch(`${service.deliveryUrl}/vod/..%2frun/delivery.pid`)).status).toBeOneOf([400, 404]);
});

test("the delivery tier is not ready while its volume is away", async () => {
  expect((await fetch(`${service.deliveryUrl}/readyz`)).status).toBe(200);
  await rename(service.vodFolder, `${service.vodFolder}-away`);
  expect((await fetch(`${service.deliveryUrl}/readyz`)).status).toBe(503);
  expect((await fetch(`${service.deliveryUrl}/healthz`)).status).toBe(200);
  await rename(`${service.vodFolder}-away`, service.vodFolder);
});
