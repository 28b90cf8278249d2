import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { waitFor } from "../../harness/core/index.ts";
import { startLocalService, writeSecret } from "../../harness/local/index.ts";
import { clipSource } from "../../harness/stream/index.ts";
import { unfinished, waitForRecorder } from "./support/recordings.ts";
import { publishDuringTest, startDuringTest, startTwoPods, waitForEnd, waitForLine } from "./support/streams.ts";
import { askApi, waitForStream } from "./support/streams-api.ts";

const copyOnly = ["ladder[0].name=src", "ladder[0].copy=true", "ladder[0].maxBitrate=3000k", "hls.fragment=1"];
const token = "token-of-the-admin-token-of-the-admin";
const next = "next-token-next-token-next-token-next";
const wrong = `${token}x`;

/** Two ingest processes as two pods would be, that record what is ordered and nothing else. */
const source = await clipSource();
const { service, second } = await startTwoPods({
  values: [],
  set: [
    ...[...copyOnly, "ingest.maxStreams=4", "auth.admin.enabled=true", "auth.admin.existingSecret=admin"],
    ...["vod.enabled=true", "vod.existingClaim=videos", "recording.enabled=true", "recording.streams={none}"],
  ],
  secrets: { admin: { token: `${token}\n` } },
});

const bearer = (by: string) => ({ Authorization: `Bearer ${by}` });
const end = (name: string, headers: Record<string, string> = bearer(token)) =>
  askApi(service, `/api/streams/${name}`, { method: "DELETE", headers });
const form = (order: string) => new URLSearchParams({ order });
const order = (name: string, body: string | URLSearchParams, headers: Record<string, string> = bearer(token)) =>
  askApi(service, `/api/streams/${name}/record`, { method: "POST", body, headers });

/** All that the release's processes have written. */
async function logs(): Promise<string> {
  const processes = [service.delivery, ...service.ingests.map((ingest) => ingest.process)];
  return (await Promise.all(processes.map((process) => process.output()))).join("\n");
}

test("the admin ends the publisher of a stream, on whatever pod it is, and a line of that pod's log says so", async () => {
  const publisher = await publishDuringTest(service, { stream: "one", source, ingest: second });
  const other = await publishDuringTest(service, { stream: "two", source, ingest: second });
  for (const stream of ["one", "two"]) await waitForStream(service, stream, () => true);
  expect(await end("one")).toEqual({ status: 204, body: "" });
  await waitForEnd(publisher, 10);
  await waitForLine(second.process, /dropped publisher of stream one: the admin at 127\.0\.0\.1 ended it/);
  await waitFor("the end of the stream", { seconds: 10 }, async () => {
    expect((await end("one")).status).toBe(404);
  });
  expect(other.running).toBe(true);
});

test("who has no token, or a wrong one, is refused by both tiers, and the stream goes on", async () => {
  const publisher = await publishDuringTest(service, { stream: "stays", source, ingest: second });
  await waitForStream(service, "stays", () => true);
  for (const headers of [
    {},
    { Authorization: "" },
    { Authorization: "Bearer" },
    { Authorization: token },
    { Authorization: `Basic ${btoa(`admin:${token}`)}` },
    ...["", wrong, token.slice(1), token.toUpperCase(), `${token},${token}`].map(bearer),
  ] as Record<string, string>[]) {
    expect((await end("stays", headers)).status, JSON.stringify(headers)).toBe(401);
    expect((await order("stays", form("start"), headers)).status).toBe(401);
    for (const path of ["/admin/end?name=stays", "/admin/record?name=stays&order=start"]) {
      const answer = await fetch(second.httpUrl + path, { method: "POST", headers });
      expect(answer.status, path).toBe(401);
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
      expect(await answer.json()).toHaveProperty("error");
    }
  }
  const get = await fetch(`${second.httpUrl}/admin/end?name=stays`, { headers: bearer(token) });
  expect(get.status).toBe(405);
  expect(publisher.running).toBe(true);
  expect(await unfinished(service)).toEqual([]);
});

test("an order starts and stops a recording, in a form and in JSON", async () => {
  await publishDuringTest(service, { stream: "recorded", source, ingest: second });
  await waitForStream(service, "recorded", () => true);
  expect(await order("recorded", form("start"))).toEqual({ status: 200, body: { name: "recorded", order: "start" } });
  await waitForRecorder(service, "recorded");
  const json = { ...bearer(token), "Content-Type": "application/json" };
  expect((await order("recorded", JSON.stringify({ order: "stop" }), json)).status).toBe(200);
  await waitForLine(second.process, /recording of stream recorded ended/);
  expect(await logs()).toMatch(/recording of stream recorded: the admin at 127\.0\.0\.1 ordered stop/);
  for (const body of ["", " ", "{", "null", "[]", '{"order":1}', '{"order":"start&order=stop"}']) {
    expect((await order("recorded", body, json)).status, body).toBe(400);
  }
  expect((await order("recorded", form("now"))).status).toBe(400);
  expect((await order("recorded_src", form("start"))).status).toBe(400);
  expect((await order("recorded", form("auto"))).status).toBe(200);
});

test("other methods and paths are refused as ever, and pages of other sites cannot send a token", async () => {
  const ask = async (method: string, path: string) =>
    (await fetch(service.deliveryUrl + path, { method, headers: bearer(token) })).status;
  for (const method of ["POST", "PUT", "PATCH"]) expect(await ask(method, "/api/streams/one"), method).toBe(405);
  for (const path of ["/api/streams", "/api/streams/one/", "/api/streams/one%0a", "/hls/one.m3u8", "/control/end"]) {
    expect(await ask("DELETE", path), path).toBe(405);
  }
  expect(await ask("DELETE", "/api/streams/one/record")).toBe(405);
  expect(await ask("POST", "/control/end?name=one")).toBe(405);
  expect(await ask("GET", "/api/streams/one/record")).toBe(404);
  expect(await ask("GET", "/control/end?name=one")).toBe(404);
  const preflight = await fetch(`${service.deliveryUrl}/api/streams/one`, {
    method: "OPTIONS",
    headers: { Origin: "https://evil.example", "Access-Control-Request-Method": "DELETE" },
  });
  expect(preflight.headers.get("access-control-allow-methods")).toBe("GET, HEAD, OPTIONS");
  expect(preflight.headers.get("access-control-allow-headers")).not.toMatch(/authorization/i);
});

test("a changed Secret counts without a restart: two tokens are valid, then the new one alone", async () => {
  const folders = ["pod-0", "pod-1"].map((pod) => join(service.folder, pod, "secrets/admin-token"));
  const write = (text: string) => Promise.all(folders.map((folder) => writeSecret(folder, { token: text })));
  onTestFinished(async () => void (await write(`${token}\n`)));
  expect((await end("nobody", bearer(next))).status).toBe(401);
  await write(`${next}\n${token}\n`);
  for (const each of [token, next]) expect((await end("nobody", bearer(each))).status).toBe(404);
  await write(`${next}\n`);
  expect((await end("nobody", bearer(token))).status).toBe(401);
  expect((await end("nobody", bearer(next))).status).toBe(404);
  await writeSecret(folders[1] as string, { token: `${token}\n` });
  expect((await end("nobody", bearer(next))).status, "a pod that does not know the token yet").toBe(503);
  await write("short\n");
  expect((await end("nobody", bearer("short"))).status).toBe(503);
  await Promise.all(folders.map((folder) => rm(join(folder, "token"))));
  expect((await end("nobody", bearer(token))).status).toBe(503);
  await waitForLine(service.delivery, /the admin's tokens cannot be read: .*admin-token\/token is not there/);
});

test("what a pod that ends soon is asked to do is done", async () => {
  const publisher = await publishDuringTest(service, { stream: "late", source, ingest: second });
  await waitForStream(service, "late", () => true);
  const mark = join(service.folder, "pod-0/run/delivery-draining");
  await writeFile(mark, "");
  onTestFinished(() => rm(mark));
  expect((await order("late", form("auto"))).status).toBe(200);
  const forged = { ...bearer(token), "X-Forwarded-For": "203.0.113.7, 10.0.0.1\tevil 'line'" };
  expect((await end("late", forged)).status).toBe(204);
  await waitForEnd(publisher, 10);
  await waitForLine(
    second.process,
    /dropped publisher of stream late: the admin at 203\.0\.113\.7, 127\.0\.0\.1 ended it/,
  );
});

test("no answer says that a stream is not there while a pod does not answer", async () => {
  await publishDuringTest(service, { stream: "there", source });
  await waitForStream(service, "there", () => true);
  second.process.kill("SIGKILL");
  onTestFinished(() => second.restart());
  await second.process.ended();
  expect((await end("gone")).status).toBe(503);
  expect((await order("there", form("auto"))).status).toBe(200);
  expect((await end("there")).status).toBe(204);
});

test("a pod of a release that knew no admin is one that does not answer", async () => {
  const conf = join(service.folder, "pod-1/config/ingest.conf");
  const text = await readFile(conf, "utf8");
  const restartWith = async (configuration: string) => {
    await writeFile(conf, configuration);
    await second.process.stop();
    await second.restart();
  };
  onTestFinished(() => restartWith(text));
  await restartWith(text.replaceAll("location = /admin/", "location = /other/"));
  expect((await fetch(`${second.httpUrl}/admin/end`, { method: "POST", headers: bearer(token) })).status).toBe(404);
  expect((await end("gone")).status).toBe(503);
});

test("no log has a token", async () => {
  const text = await logs();
  for (const each of [token, next, wrong, btoa(`admin:${token}`)]) expect(text.includes(each)).toBe(false);
});

test("viewers' tokens and referers are not the admin's business; without recordings an order is refused in words", async () => {
  const signed = await startLocalService({
    freePorts: true,
    set: [
      ...[...copyOnly, "auth.admin.enabled=true", `auth.admin.token=${token}`, "auth.play.signed.enabled=true"],
      ...[`auth.play.signed.keys[0]=${"k".repeat(32)}`, "auth.play.referers.allowed[0]=www.example.com"],
      "auth.play.referers.allowMissing=false",
    ],
  });
  onTestFinished(() => signed.stop());
  const headers = bearer(token);
  expect((await askApi(signed, "/api/streams/cam", { method: "DELETE", headers })).status).toBe(404);
  expect((await askApi(signed, "/api/streams/cam", { method: "DELETE" })).status).toBe(401);
  const record = { method: "POST", body: form("start") };
  expect((await askApi(signed, "/api/streams/cam/record", { ...record, headers })).status).toBe(409);
  expect((await fetch(`${signed.deliveryUrl}/api/streams/cam`, { headers })).status).toBe(403);
  expect((await fetch(`${signed.deliveryUrl}/api/streams`, { headers, method: "DELETE" })).status).toBe(403);
});

test("by default nobody controls anything", async () => {
  const plain = await startDuringTest({ set: copyOnly });
  const headers = bearer(token);
  for (const [method, path] of [
    ["DELETE", "/api/streams/cam"],
    ["POST", "/api/streams/cam/record"],
  ] as const) {
    expect((await fetch(plain.deliveryUrl + path, { method, headers })).status).toBe(405);
  }
  const { httpUrl } = plain.ingests[0];
  expect((await fetch(`${httpUrl}/admin/end?name=cam`, { method: "POST", headers })).status).toBe(404);
});
