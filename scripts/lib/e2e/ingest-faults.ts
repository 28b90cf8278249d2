/** What can happen to the pods that take streams. */
import { ingestSettings } from "../tier.ts";
import type { Broadcast } from "./broadcast.ts";
import type { Stage } from "./stage.ts";

/**
 * Takes the pod that holds the stream away, politely and not.
 * @throws HarnessError when viewers notice more than they must
 */
export async function loseIngestPods({ release }: Stage, broadcast: Broadcast, title: string): Promise<void> {
  const { stream } = broadcast;
  const deletion = async (): Promise<void> => release.deletePod((await release.holderOf(stream)).name);
  await broadcast.endures(`${title}: ingest pod deleted`, deletion, { reconnects: true });
  await release.ready();
  const kill = async (): Promise<void> => release.killPod((await release.holderOf(stream)).name);
  await broadcast.endures(`${title}: ingest pod killed`, kill, { reconnects: true });
  await release.ready();
}

/** Ends the ladder's ffmpeg, and fills the volume of the pod that holds the stream. */
export async function breakIngest({ release }: Stage, broadcast: Broadcast): Promise<void> {
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
