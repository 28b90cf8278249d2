/** The seed system's way: three pods a tier on one volume, and films from another. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { applyMonitoringKinds } from "../cluster/index.ts";
import { clip, fetchOk } from "../stream/index.ts";
import { Broadcast } from "./broadcast.ts";
import { loseIngestPods } from "./ingest-faults.ts";
import { assertMonitored, monitoring } from "./monitoring.ts";
import { protect } from "./protection.ts";
import { smallLadder, smallRequests } from "./release.ts";
import { deliveryUrl, problem, type Stage } from "./stage.ts";

/** Folders of the node: a disk that every pod has, as NFS would be. kind's own class makes none that is RWX. */
const segments = "/var/local/segments";
const films = "/var/local/films";
const film = "film.mp4";

/** What a volume holds outlives its pod: nobody needs time. */
const drainSeconds = 0;

/**
 * Installs with shared storage, plays, loses ingest pods, and plays a film.
 * @throws HarnessError when something is not as it should be
 */
export async function playFromSharedStorage(stage: Stage): Promise<void> {
  const { release, phases, cluster } = stage;
  const three = { replicas: 3, ...smallRequests };
  const values = {
    ...smallLadder,
    storage: { mode: "shared", shared: { hostPath: { path: segments }, size: "1Gi" } },
    vod: { enabled: true, hostPath: { path: films } },
    ingest: { ...three, drain: { seconds: drainSeconds } },
    delivery: three,
    ...monitoring,
  };
  await phases.run("shared: kinds of the Prometheus operator", () => applyMonitoringKinds(cluster));
  await phases.run("shared: install 3 + 3", async () => {
    await cluster.copyToNode(clip, `${films}/${film}`);
    await cluster.makeWritableFolders([segments, films]);
    await release.install(values);
  });
  await phases.run("shared: monitors", () => assertMonitored(stage, three.replicas));
  await phases.run("shared: VOD with ranges", () => assertFilm(`${deliveryUrl(stage)}/vod/${film}`));
  {
    await using broadcast = await phases.run("shared: publish", () => Broadcast.start(stage, "cam"));
    await loseIngestPods(stage, broadcast, { title: "shared", drainSeconds });
  }
  await phases.run("shared: keys, links and films", () => protect(stage, values));
}

/** Checks the whole film, and a range in its middle, against the file. */
async function assertFilm(url: string): Promise<void> {
  const bytes = await readFile(clip);
  const whole = Buffer.from(await (await fetchOk(url)).arrayBuffer());
  const digest = (data: Buffer): string => createHash("sha256").update(data).digest("hex");
  if (digest(whole) !== digest(bytes)) throw problem("A film does not come as it is.", url);
  const [from, to] = [1000, 200_999];
  const part = await fetch(url, { headers: { Range: `bytes=${from}-${to}` } });
  const data = Buffer.from(await part.arrayBuffer());
  if (part.status !== 206 || !data.equals(bytes.subarray(from, to + 1)))
    throw problem("A range of a film does not come as it is.", `${url}: ${part.status}, ${data.length} bytes`);
}
