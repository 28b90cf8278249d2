import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Browser, Player, readEvents } from "../../harness/player/index.ts";
import { clipSource, Encoder } from "../../harness/stream/index.ts";
import { startTwoPods, waitForLine, waitForSegments } from "./support/streams.ts";

const { service, first, second } = await startTwoPods();
const browser = await Browser.start();
afterAll(() => browser[Symbol.asyncDispose]());

async function encode(stream: string): Promise<Encoder> {
  const [input, log] = [await clipSource(), join(service.folder, `${stream}.log`)];
  const encoder = await Encoder.start({ input, stream, log, server: first.rtmpUrl, otherServers: [second.rtmpUrl] });
  await waitForSegments(service, stream, "low", 3);
  return encoder;
}

function watch(stream: string, level: number): Promise<Player> {
  const master = `${service.deliveryUrl}/hls/${stream}.m3u8`;
  return Player.open({ master, level, browser, log: join(service.folder, `${stream}-player.log`) });
}

test("a viewer plays one rendition and changes to the other", async () => {
  await using _encoder = await encode("calm");
  await using player = await watch("calm", 0);
  await player.playing(3);
  expect(player.report().level).toBe(0);
  await player.switchTo(1);
  await player.switched(1);
  await player.playing(3);
  expect(player.report()).toMatchObject({ level: 1, failedRequests: [], recoveries: 0, videoErrors: [] });
  const events = await readEvents(join(service.folder, "calm-player.log"));
  const kinds = new Set(events.map(({ kind }) => kind));
  expect([...kinds]).toEqual(expect.arrayContaining(["samples", "playlist", "segment", "level", "video"]));
});

test("a viewer plays on by himself after the ingest process was killed and the encoder came to the other", async () => {
  await using _encoder = await encode("cam");
  await using player = await watch("cam", 0);
  await player.playing(3);
  first.process.kill("SIGKILL");
  await waitForLine(second.process, /accepted publisher 127.0.0.1 of stream cam/);
  // What was buffered before the kill ends in this time.
  await player.playing(10, { seconds: 90 });
  const { recoveries, videoErrors, jumps } = player.report();
  expect({ recoveries, videoErrors }).toEqual({ recoveries: 0, videoErrors: [] });
  // Nobody sees again what he has seen.
  expect(jumps.filter(({ from, to }) => to < from)).toEqual([]);
});
