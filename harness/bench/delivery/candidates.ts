import { join } from "node:path";
import { HarnessError } from "../../core/index.ts";
import { startLocalService } from "../../local/index.ts";
import { fetchOk } from "../../stream/index.ts";
import { generatorCore, lastingProcesses, nginxWorkers, pin, serverCore } from "../cores.ts";
import { sharedStorage } from "../served.ts";
import { coldCount, coldPath, linkObjects, playlistPath, segmentPath, writeObjects } from "./objects.ts";
import { bareConfiguration, predecessorConfiguration, startReference } from "./references.ts";

/** A way to deliver: an nginx of one worker, and what is asked of it. */
export interface Candidate {
  readonly name: CandidateName;
  /** `http://host:port`. */
  readonly url: string;
  /** The worker's process. */
  readonly worker: number;
  /** What is asked for, by its kind; how many of them where each is asked for once. */
  readonly objects: Readonly<Partial<Record<ObjectKind, { readonly path: string; readonly count?: number }>>>;
}

export type ObjectKind = "segments" | "playlists";
export type CandidateName = "bare" | "shared" | "origin-warm" | "origin-cold" | "predecessor";

/** Both can be asked for again and again. */
const objects = { segments: { path: segmentPath }, playlists: { path: playlistPath } };

/** Values of both modes: the default log, one worker. */
const values = {
  shared: sharedStorage,
  origin: ["storage.mode=origin"],
};

/**
 * Starts everything that is to be compared, each worker on the core of servers.
 * @param folder an empty one, that every user may enter
 * @param running stops it all
 */
export async function startCandidates(folder: string, running: AsyncDisposableStack): Promise<readonly Candidate[]> {
  const media = join(folder, "media");
  await writeObjects(media);
  const shared = running.use(await startLocalService({ freePorts: true, set: values.shared }));
  await linkObjects(media, shared.ingests[0].mediaFolder);
  const origin = running.use(await startLocalService({ freePorts: true, set: values.origin }));
  await linkObjects(media, origin.ingests[0].mediaFolder);
  // Apart: its cache is tidied for long after it was asked for more than it holds.
  const cold = running.use(await startLocalService({ freePorts: true, set: values.origin }));
  await linkObjects(media, cold.ingests[0].mediaFolder, { cold: true });
  const { headers } = await fetchOk(`${shared.deliveryUrl}${segmentPath}`);
  const bare = await startReference(
    join(folder, "bare"),
    "the bare nginx",
    (port) => bareConfiguration(media, port, headers),
    running,
  );
  const predecessor = await startReference(
    join(folder, "predecessor"),
    "the predecessor's nginx",
    (port) => predecessorConfiguration(media, port),
    running,
  );
  // What is not measured must not take the time of what is. The cold cache's ingest pod is asked as much as delivery,
  // and would starve beside what asks.
  for (const { ingests } of [shared, origin]) {
    for (const pid of await lastingProcesses(ingests[0].process.pid)) await pin(pid, generatorCore);
  }
  return [
    { name: "bare", url: bare.url, worker: await pinnedWorker(bare.pid), objects },
    { name: "shared", url: shared.deliveryUrl, worker: await pinnedWorker(shared.delivery.pid), objects },
    { name: "origin-warm", url: origin.deliveryUrl, worker: await pinnedWorker(origin.delivery.pid), objects },
    {
      name: "origin-cold",
      url: cold.deliveryUrl,
      worker: await pinnedWorker(cold.delivery.pid),
      objects: { segments: { path: coldPath, count: coldCount } },
    },
    { name: "predecessor", url: predecessor.url, worker: await pinnedWorker(predecessor.pid), objects },
  ];
}

/**
 * The worker of an nginx, on the core of servers; the rest of that nginx is on the other one.
 * @throws HarnessError when there is not exactly one
 */
async function pinnedWorker(master: number): Promise<number> {
  const [worker, ...others] = await nginxWorkers(master);
  if (worker === undefined || others.length > 0) {
    const what = `${1 + others.length} workers answer, where one is to be measured.`;
    throw new HarnessError({ what, where: `process ${master}`, hint: "Correct the values of the benchmark." });
  }
  for (const pid of await lastingProcesses(master)) await pin(pid, pid === worker ? serverCore : generatorCore);
  return worker;
}
