import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ChildProcess, patienceFactor } from "../../harness/core/index.ts";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";
import { clipSource, publishStream } from "../../harness/stream/index.ts";
import { systemTool } from "../../harness/tools/index.ts";
import { attackAll, protectedText } from "./attack/attack-all.ts";
import { type Outcome, writeReport } from "./attack/report.ts";
import { hiddenRoutes } from "./attack/routes.ts";
import { throughNonLoopbackClient } from "./support/non-loopback-client.ts";
import { nextNumber, publishDuringTest, waitForEnd, waitForMedia, waitForSegments } from "./support/streams.ts";

const copyOnly = ["ladder[0].name=src", "ladder[0].copy=true", "ladder[0].maxBitrate=6000k", "hls.fragment=1"];
const keys = { cam: `${protectedText}-cam`, news: `${protectedText}-news` };

/** The user's service, which accepts everybody: the keys must do. */
const keyService = createServer((_, response) => response.end());
let service: LocalService;
let source: string;
let victim: ChildProcess;

beforeAll(async () => {
  source = await clipSource();
  await new Promise<void>((resolve) => keyService.listen(0, "127.0.0.1", resolve));
  const { port } = keyService.address() as AddressInfo;
  service = await startLocalService({
    freePorts: true,
    set: [
      ...[...copyOnly, "ingest.maxStreams=9", "auth.publish.existingSecret=encoders"],
      `auth.publish.url=http://127.0.0.1:${port}/`,
    ],
    secrets: { encoders: { "keys.json": JSON.stringify(keys) } },
  });
  const { rtmpUrl: server } = service.ingests[0];
  victim = await publishStream({
    input: source,
    server,
    stream: "cam",
    log: join(service.folder, "cam.log"),
    key: keys.cam,
  });
  await waitForSegments(service, "cam", "src", 1);
});

afterAll(async () => {
  await victim?.stop();
  await service?.stop();
  keyService.close();
});

/** The stream that is attacked goes on, with its own publisher and without a break. */
async function expectUnharmed(): Promise<void> {
  const before = await waitForSegments(service, "cam", "src", 1);
  const after = await waitForMedia(service, "cam", "src", (playlist) => nextNumber(playlist) > nextNumber(before) + 1);
  expect(victim.running).toBe(true);
  expect(after.segments.slice(1).some(({ discontinuity }) => discontinuity)).toBe(false);
}

test("over HTTP nobody reaches what is nginx's own, the callbacks or a file outside, and the stream goes on", {
  timeout: 180_000 * patienceFactor,
}, async () => {
  const configuration = await readFile(join(service.configFolder, "ingest.conf"), "utf8");
  const url = service.ingests[0].httpUrl;
  const peers = ["release", "forget", "remember"].map((question) => `/internal/peer/0/${question}?name=cam`);
  const routes = hiddenRoutes(configuration, Number(new URL(url).port), peers);
  const hidden = routes.flatMap(({ location, paths }) => paths.map((path) => ({ location, path })));
  expect(hidden.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["/publish", "/update", "/done", "/internal/stat", "/internal/publish-question"]),
  );
  const outside = [
    "/hls/../../config/settings.js",
    "/hls/../../secrets/publish-keys/keys.json",
    "/hls/..%2f..%2fsecrets%2fpublish-keys%2fkeys.json",
    "/dash/....//....//secrets/publish-keys/keys.json",
    "/secrets/publish-keys/keys.json",
    `${service.secretsFolder}/publish-keys/keys.json`,
  ].map((path) => ({ location: "a file outside", path }));
  const control = ["/control/drop/publisher", "/internal/control/drop/publisher", "/internal/control/record/start"].map(
    (path) => ({ location: "control", path: `${path}?app=live&name=cam` }),
  );
  const none = { own: "", other: "", expired: "", wrong: "" };
  const outcomes = await attackAll(url, [...hidden, ...outside, ...control], none);
  await writeReport("ingest-http", outcomes);
  expect(outcomes.length).toBeGreaterThan(5000);
  expect(outcomes.filter(({ refused }) => !refused).slice(0, 20)).toEqual([]);
  await expectUnharmed();
});

test("the callbacks' port is not there for others", async () => {
  const callback = /listen 127\.0\.0\.1:(\d+);/.exec(
    (await readFile(join(service.configFolder, "ingest.conf"), "utf8")).split("http {")[1] ?? "",
  );
  const refused = new Promise<string>((resolve) => {
    const socket = connect({ host: "127.0.0.2", port: Number(callback?.[1]) });
    socket
      .once("connect", () => resolve("connected"))
      .once("error", (error) => resolve((error as NodeJS.ErrnoException).code ?? ""));
  });
  expect(await refused).toBe("ECONNREFUSED");
});

interface Intruder {
  readonly what: string;
  readonly stream: string;
  readonly key?: string;
  readonly application?: string;
  readonly output?: readonly string[];
}

const forged = `FMLE&name=news&key=${keys.news}`;

test("over RTMP nobody publishes without the name's key, or renditions, or plays; and the stream goes on", async () => {
  const { rtmpUrl } = service.ingests[0];
  const server = await throughNonLoopbackClient(rtmpUrl);
  const intruders: Intruder[] = [
    { what: "no key", stream: "news" },
    { what: "wrong key", stream: "news", key: "guessed" },
    { what: "empty key", stream: "news", key: "" },
    { what: "key of another stream", stream: "news", key: keys.cam },
    { what: "the right key, while its owner sends", stream: "cam", key: keys.cam },
    { what: "a second key that is right", stream: "news", key: `guessed&key=${keys.news}` },
    { what: "another name among the arguments", stream: "radio", key: `${keys.news}&name=news` },
    { what: "fields in the encoder's version", stream: "radio", output: ["-rtmp_flashver", forged] },
    { what: "fields in the page's address", stream: "radio", output: ["-rtmp_pageurl", forged] },
    { what: "fields in the player's address", stream: "radio", output: ["-rtmp_swfurl", forged] },
    { what: "fields in the server's address", stream: "radio", output: ["-rtmp_tcurl", `rtmp://a/live?${forged}`] },
    { what: "fields in the application", stream: "radio", output: ["-rtmp_app", `live?${forged}`] },
    { what: "a key in the name", stream: `news%3Fkey=${keys.news}` },
    { what: "publish into show", stream: "cam_src", application: "show" },
    { what: "publish into show, with a key", stream: "cam_src", application: "show", key: keys.cam },
    { what: "publish into no application", stream: "cam", application: "other", key: keys.cam },
  ];
  const outcomes: Outcome[] = [];
  const note = (attack: string, method: string, path: string, refused: boolean) =>
    outcomes.push({ route: path, path, attack, method, answer: refused ? "closed" : "accepted", refused });
  await Promise.all(
    intruders.map(async ({ what, stream, ...options }) => {
      const publisher = await publishDuringTest(service, { stream, source, server, ...options });
      const refused = await waitForEnd(publisher, 15).then(
        () => true,
        () => false,
      );
      await publisher.stop();
      note(what, "publish", `${options.application ?? "live"}/${stream.split("%")[0]}`, refused);
    }),
  );
  for (const path of ["live/cam", "show/cam_src", `live/cam?key=${keys.cam}`]) {
    const args = [
      "-v",
      "error",
      "-rw_timeout",
      "2000000",
      "-i",
      `${server}/${path}`,
      "-show_entries",
      "stream=codec_name",
    ];
    const { stdout } = await execa(await systemTool("ffprobe"), args, { reject: false, timeout: 8000 });
    note("a non-loopback client", "play", path.split("?")[0] ?? "", !stdout.includes("h264"));
  }
  await writeReport("ingest-rtmp", outcomes);
  expect(outcomes).toHaveLength(intruders.length + 3);
  expect(outcomes.filter(({ refused }) => !refused)).toEqual([]);
  expect((await fetch(`${service.deliveryUrl}/hls/news_src.m3u8`)).status).toBe(404);
  expect((await fetch(`${service.deliveryUrl}/hls/radio_src.m3u8`)).status).toBe(404);
  await expectUnharmed();
  expect((await service.ingests[0].process.output()).includes(protectedText), "a key in the log").toBe(false);
});
