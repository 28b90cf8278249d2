/** The predecessor's way: three pods a tier on one volume, and videos from another. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { applyMonitoringKinds } from "../cluster/index.ts";
import { clip, fetchOk } from "../stream/index.ts";
import { Broadcast } from "./broadcast.ts";
import { type Context, deliveryUrl, problem } from "./context.ts";
import { loseIngestPods } from "./ingest-faults.ts";
import { assertMonitored, monitoring } from "./monitoring.ts";
import { protect } from "./protection.ts";
import { smallLadder, smallRequests } from "./release.ts";

/** Folders of the node: a disk that every pod has, as NFS would be. kind's own class makes none that is RWX. */
const segments = "/var/local/segments";
const videos = "/var/local/videos";
const file = "video.mp4";

/** What a volume holds outlives its pod: nobody needs time. */
const drainSeconds = 0;

/**
 * Installs with shared storage, plays, loses ingest pods, and plays a video.
 * @throws HarnessError when something is not as it should be
 */
export async function playFromSharedStorage(context: Context): Promise<void> {
  const { release, phases, cluster } = context;
  const three = { replicas: 3, ...smallRequests };
  const values = {
    ...smallLadder,
    storage: { mode: "shared", shared: { hostPath: { path: segments }, size: "1Gi" } },
    vod: { enabled: true, hostPath: { path: videos } },
    ingest: { ...three, drain: { seconds: drainSeconds } },
    delivery: three,
    ...monitoring,
  };
  await phases.run("shared: kinds of the Prometheus operator", () => applyMonitoringKinds(cluster));
  await phases.run("shared: install 3 + 3", async () => {
    await cluster.copyToNode(clip, `${videos}/${file}`);
    await cluster.makeWritableFolders([segments, videos]);
    await release.install(values);
  });
  await phases.run("shared: monitors", () => assertMonitored(context, three.replicas));
  await phases.run("shared: VOD with ranges", () => assertVideo(`${deliveryUrl(context)}/vod/${file}`));
  {
    await using broadcast = await phases.run("shared: publish", () => Broadcast.start(context, "cam"));
    await loseIngestPods(context, broadcast, { title: "shared", drainSeconds });
  }
  await phases.run("shared: keys, links and recordings", () => protect(context, values));
}

/** Checks the whole video, and a range in its middle, against the file. */
async function assertVideo(url: string): Promise<void> {
  const bytes = await readFile(clip);
  const whole = Buffer.from(await (await fetchOk(url)).arrayBuffer());
  const digest = (data: Buffer): string => createHash("sha256").update(data).digest("hex");
  if (digest(whole) !== digest(bytes)) throw problem("A video does not arrive unchanged.", url);
  const [from, to] = [1000, 200_999];
  const part = await fetch(url, { headers: { Range: `bytes=${from}-${to}` } });
  const data = Buffer.from(await part.arrayBuffer());
  if (part.status !== 206 || !data.equals(bytes.subarray(from, to + 1)))
    throw problem("A range of a video does not arrive unchanged.", `${url}: ${part.status}, ${data.length} bytes`);
}
