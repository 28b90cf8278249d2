/** What can happen to the pods that take streams. */

import { ingestSettings } from "../chart/index.ts";
import { waitFor } from "../core/index.ts";
import { parseMedia } from "../stream/index.ts";
import type { Broadcast } from "./broadcast.ts";
import type { Context } from "./context.ts";

/** What is to happen to the ingest pods of a release. */
export interface Loss {
  /** What the phases' names begin with. */
  readonly title: string;
  /** Seconds for which publishers may go on when their pod is to end. */
  readonly drainSeconds: number;
}

/**
 * Takes the pod that holds the stream away, politely and not.
 * @throws HarnessError when viewers notice more than they must, or publishers are ended too soon
 */
export async function loseIngestPods({ release }: Context, broadcast: Broadcast, loss: Loss): Promise<void> {
  const { stream } = broadcast;
  const { title, drainSeconds: keepsSeconds } = loss;
  const deletion = async (): Promise<void> => release.deletePod((await release.holderOf(stream)).name);
  await broadcast.endures(`${title}: ingest pod deleted`, deletion, { reconnects: true, keepsSeconds });
  await release.ready();
  const kill = async (): Promise<void> => release.killPod((await release.holderOf(stream)).name);
  await broadcast.endures(`${title}: ingest pod killed`, kill, { reconnects: true });
  await release.ready();
}

/**
 * Kills the ingest pod that holds the stream while a delivery pod is new, and has never seen the stream. Then the
 * viewer of one rendition, whose other ones nobody ever asked for, chooses another one.
 * @throws HarnessError when a delivery pod or a rendition is behind
 */
export async function loseIngestBesideNewDelivery({ release }: Context, broadcast: Broadcast): Promise<void> {
  const { stream, player } = broadcast;
  const [old] = await release.pods("delivery");
  await release.deletePod(old?.name ?? "");
  await release.ready();
  const kill = async (): Promise<void> => release.killPod((await release.holderOf(stream)).name);
  await broadcast.endures("ingest pod killed beside a new delivery pod", kill, { reconnects: true });
  const known = broadcast.firstNumber;
  for (const { name } of await release.pods("delivery")) {
    const path = `/hls/${stream}_low.m3u8`;
    await waitFor(`the present playlist at ${name}`, { seconds: 20 }, async () => {
      const { sequence } = parseMedia(await release.fetchFromPod(name, path), `http://${name}${path}`);
      if (sequence < known) throw new Error(`it is at ${sequence}, viewers were at ${known}`);
    });
  }
  await broadcast.endures("the viewer chooses another quality", async () => {
    await player.switchTo(1);
    await player.switched(1);
  });
  await player.switchTo(0);
}

/**
 * Updates the ingest pods one after the other: each lets its publishers finish, then ends them.
 * @throws HarnessError when viewers notice it, or publishers are ended too soon
 */
export async function rollIngest({ release }: Context, broadcast: Broadcast, keepsSeconds: number): Promise<void> {
  const roll = (): Promise<void> => release.restart("ingest");
  await broadcast.endures("ingest rolls", roll, { reconnects: true, flawless: true, keepsSeconds });
}

/** Ends the ladder's ffmpeg, and fills the volume of the pod that holds the stream. */
export async function breakIngest({ release }: Context, broadcast: Broadcast): Promise<void> {
  const holder = await release.holderOf(broadcast.stream);
  await broadcast.endures("ffmpeg killed", async () => {
    await release.execute(holder.name, killTranscoder);
  });
  const { hlsPath } = ingestSettings(release.manifests);
  const filler = `${hlsPath}/filler`;
  await broadcast.endures("volume full", async () => {
    // The script ends well when there is no room left, and gives it back a few fragments later.
    await release.execute(holder.name, `cat /dev/zero >${filler} 2>&1; sleep 4; rm ${filler}`);
  });
}

/** The image has no pkill. */
const killTranscoder =
  "for process in $(grep -lx ffmpeg /proc/[0-9]*/comm | cut -d/ -f3); do kill -KILL $process; done";
