import { join } from "node:path";
import { expect, test } from "vitest";
import { waitFor } from "../../harness/core/index.ts";
import { startLocalService } from "../../harness/local/index.ts";
import { Player, readEvents } from "../../harness/player/index.ts";
import { clipSource, signUrl } from "../../harness/stream/index.ts";
import { publishDuringTest, smallLadder } from "./support/streams.ts";

const key = "expiring-key-expiring-key-expiring-key";

test("hls.js plays with a link until it expires, then raises a fatal 403 for its page", async () => {
  const set = ["auth.play.signed.enabled=true", `auth.play.signed.keys[0]=${key}`, "auth.play.signed.leeway=0"];
  await using service = await startLocalService({ freePorts: true, values: [smallLadder], set });
  await publishDuringTest(service, { stream: "cam", source: await clipSource() });
  const url = `${service.deliveryUrl}/hls/cam.m3u8`;
  const link = (seconds: number) =>
    signUrl(url, { key, expires: Math.floor(Date.now() / 1000) + seconds, scope: "cam" });
  await waitFor("the stream", { seconds: 30 }, async () => {
    const response = await fetch(link(60));
    if (!response.ok) throw new Error(`it answers ${response.status}`);
  });
  const log = join(service.folder, "player.log");
  await using player = await Player.open({ master: link(12), log });
  await player.playing(2);
  expect(player.report().failedRequests).toEqual([]);
  const fatal = await waitFor("a fatal error", { seconds: 60 }, async () => {
    const errors = (await readEvents(log)).filter((event) => event.kind === "hls error");
    const found = errors.find((error) => error.fatal);
    if (!found) throw new Error(`hls.js raised ${errors.map(({ details }) => details).join(", ") || "nothing"}`);
    return found;
  });
  expect(fatal).toMatchObject({ type: "networkError", status: 403 });
});
