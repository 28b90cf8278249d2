import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { beforeEach, expect, test } from "vitest";
import { writeSecret } from "../../harness/local/index.ts";
import { clipSource } from "../../harness/stream/index.ts";
import { publishDuringTest, startForFile, waitForEnd, waitForLine, waitForSegments } from "./support/streams.ts";

/** Copies alone: what is tested comes before any encoder. */
const copyOnly = ["ladder[0].name=src", "ladder[0].copy=true", "ladder[0].maxBitrate=6000k", "hls.fragment=1"];
const keys = {
  "cam-*": "key-of-all-cams",
  "cam-0": "key-of-cam-zero",
  "cam-7": "key-of-cam-seven",
  "cam-7*": "key-of-the-seventies",
  news: "key-of-the-news",
};

const accepted = new Set<string>();

const source = await clipSource();
const service = await startForFile({
  set: [...copyOnly, "ingest.maxStreams=9", "auth.publish.existingSecret=encoders"],
  secrets: { encoders: { "keys.json": JSON.stringify(keys) } },
});
const folder = join(service.secretsFolder, "publish-keys");

beforeEach(() => writeSecret(folder, { "keys.json": JSON.stringify(keys) }));

async function expectRefusal(stream: string, key: string | undefined, reason: RegExp): Promise<void> {
  const publisher = await publishDuringTest(service, { stream, source, ...(key === undefined ? {} : { key }) });
  await waitForEnd(publisher);
  const line = new RegExp(`refused publisher 127.0.0.1 of stream "${stream}": ${reason.source}`);
  await waitForLine(service.ingests[0].process, line);
  // The ladder's ffmpeg of an accepted publisher outlives it for a while.
  if (accepted.has(stream)) return;
  const { stdout } = await execa("ps", ["-eww", "-o", "args"]);
  expect(new RegExp(`/live/${stream}(\\s|$)`, "m").test(stdout), "an ffmpeg was started").toBe(false);
}

test.each([
  ["the name's own key", "news", keys.news],
  ["the key of the name's pattern", "cam-1", keys["cam-*"]],
  ["the exact name's key before a pattern's", "cam-7", keys["cam-7"]],
  ["the longest pattern's key", "cam-77", keys["cam-7*"]],
])("a publisher with %s is accepted", async (_, stream, key) => {
  accepted.add(stream);
  await publishDuringTest(service, { stream, source, key });
  await waitForSegments(service, stream, "src", 1);
});

test.each([
  ["without a key", "cam-2", undefined, /it gave no key/],
  ["with an empty key", "cam-3", "", /it gave no key/],
  ["with a wrong key", "cam-4", "key-of-all-cam", /its key is wrong/],
  ["with a longer key", "cam-5", "key-of-all-camss", /its key is wrong/],
  ["with the key of another stream", "cam-6", keys.news, /its key is wrong/],
  ["with the pattern's key, where the name has its own", "cam-0", keys["cam-*"], /its key is wrong/],
  ["with a key, of a name that has none", "radio", keys.news, /its name has no key/],
  ["of a name that every object has", "constructor", keys.news, /its name has no key/],
  ["with a second key that is right", "cam-8", `wrong-key&key=${keys["cam-*"]}`, /its key is wrong/],
  ["with another name among its arguments", "cam-9", `${keys.news}&name=news`, /its key is wrong/],
])("a publisher %s is refused", async (_, stream, key, reason) => {
  await expectRefusal(stream, key, reason);
});

test("a changed Secret counts at the next publish", async () => {
  await writeSecret(folder, { "keys.json": JSON.stringify({ news: "key-of-tomorrow" }) });
  await expectRefusal("news", keys.news, /its key is wrong/);
  await publishDuringTest(service, { stream: "news", source, key: "key-of-tomorrow" });
  await waitForSegments(service, "news", "src", 1);
});

test.each([
  ["a file that is no JSON", `{"late": "${keys.news}",}`, /.*keys.json: it is no JSON/],
  ["a list", `["${keys.news}"]`, /.*keys.json: it is no JSON object/],
  ["a key that is a number", '{"late": 12345678, "news": "key-of-the-news"}', /.*keys.json: a key in it is no text/],
])("%s refuses everybody, and the log does not say what is in it", async (_, text, reason) => {
  await writeSecret(folder, { "keys.json": text });
  await expectRefusal("late", keys.news, reason);
});

test("a missing file refuses everybody", async () => {
  await rename(join(folder, "keys.json"), join(folder, "away.json"));
  await expectRefusal("later", keys.news, /the keys cannot be read: .*keys.json is not there/);
});

test("a key shows up in no log, no statistics, no playlist and no process list", async () => {
  const key = keys["cam-*"];
  await publishDuringTest(service, { stream: "cam-11", source, key });
  const playlist = await waitForSegments(service, "cam-11", "src", 1);
  const { httpUrl, process, runFolder } = service.ingests[0];
  const log = join(runFolder, "ffmpeg.log");
  const seen = [
    (await execa("ps", ["-eww", "-o", "args"])).stdout,
    await (await fetch(`${httpUrl}/stat`)).text(),
    JSON.stringify(playlist),
    await process.output(),
    await service.delivery.output(),
    await readFile(log, "utf8").catch(() => ""),
  ];
  expect(seen[0]).toContain("cam-11");
  expect(seen[1]).toContain("cam-11");
  for (const text of seen) for (const secret of Object.values(keys)) expect(text).not.toContain(secret);
});
