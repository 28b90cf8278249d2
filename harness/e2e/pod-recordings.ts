/** Recordings on claims of the ingest pods' own, where no volume can be mounted by several. */

import { applyObjects, kubectl } from "../cluster/index.ts";
import { waitFor } from "../core/index.ts";
import { Encoder } from "../stream/index.ts";
import { assertPlays, type Context, deliveryUrl, patience, publisherOptions, uninstall } from "./context.ts";
import { assertSeeks, recordingOf } from "./recordings.ts";
import { type PodLife, smallLadder, smallRequests } from "./release.ts";

const stream = "recorded";
const storageClass = "recordings";
const size = "2Gi";
const pods = 2;

/** Folders of the node: disks that a pod has for itself. kind's own class makes none that a pod's group may write. */
const disks = Array.from({ length: pods }, (_, n) => ({ name: `recordings-${n}`, path: `/var/local/recordings-${n}` }));

/**
 * Records a stream, and plays its recording before and after the pod that has it was replaced.
 * @throws HarnessError when there is no recording, or it does not outlive its pod
 */
export async function recordOnPods(context: Context): Promise<void> {
  const { phases, release, cluster } = context;
  const values = {
    ...smallLadder,
    ingest: { replicas: pods, ...smallRequests },
    delivery: smallRequests,
    recording: { enabled: true, volume: { mode: "pod", storageClass, size, whenDeleted: "Delete" } },
  };
  await phases.run("recordings on pods: install", async () => {
    await cluster.makeWritableFolders(disks.map(({ path }) => path));
    await applyObjects(cluster, volumes());
    await release.install(values);
  });
  await phases.run("recordings on pods: a recording outlives its pod", () => recordAndReplace(context));
  await phases.run("recordings on pods: uninstall", () => uninstall(context));
  await kubectl(cluster, ["delete", "persistentvolume", ...disks.map(({ name }) => name), "--wait=false"]);
}

async function recordAndReplace(context: Context): Promise<void> {
  const { release } = context;
  const holder = await publishAWhile(context);
  const recording = await recordingOf(`${deliveryUrl(context)}/api/streams`, stream);
  const url = `${deliveryUrl(context)}/${recording.url}`;
  await assertSeeks(url, recording);
  await release.deletePod(holder.name);
  await waitFor("the pod's next life", patience, async () => {
    const lives = await release.pods("ingest");
    if (!lives.some(({ name, uid }) => name === holder.name && uid !== holder.uid)) throw new Error("it is not there");
  });
  await release.ready();
  await recordingOf(`${deliveryUrl(context)}/api/streams`, stream);
  await assertSeeks(url, recording);
}

/** @returns the pod that had the stream */
async function publishAWhile(context: Context): Promise<PodLife> {
  await using _encoder = await Encoder.start(await publisherOptions(context, stream));
  await assertPlays(context, stream);
  // Awaited here: the encoder is to be there meanwhile.
  return await context.release.holderOf(stream);
}

function volumes(): object[] {
  return disks.map(({ name, path }) => ({
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: {
      capacity: { storage: size },
      accessModes: ["ReadWriteOnce"],
      storageClassName: storageClass,
      hostPath: { path },
    },
  }));
}
