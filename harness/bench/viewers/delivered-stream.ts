import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { descendants, projectRoot, totalUsage } from "../../core/index.ts";
import { startLocalService } from "../../local/index.ts";
import { publishStream } from "../../stream/index.ts";
import { generatorCore, lastingProcesses, pin, serverCore } from "../cores.ts";
import { hasSegments } from "../served.ts";
import { smallSource } from "../small-source.ts";

/** A live stream of 500 kbit/s and the service that delivers it, with one worker of delivery. */
export interface DeliveredStream {
  /** URL of the master playlist. */
  readonly url: string;
  /** Seconds of a fragment. */
  readonly fragmentSeconds: number;
  /** CPU seconds that delivery has used: nginx's master, its worker, and what manages its caches. */
  cpuSeconds(): Promise<number>;
  /** Most memory that delivery's processes had, in bytes. */
  peakBytes(): Promise<number>;
  /** Lets the peaks count from now on. */
  forgetPeak(): Promise<void>;
  /** Requests for playlists and segments that the ingest pod was asked, since it started. */
  originRequests(): Promise<number>;
}

/**
 * Starts both tiers and a publisher. Delivery has a core of its own; the rest is on the other one.
 * @param folder an empty one
 * @param running stops it all
 */
export async function startDeliveredStream(folder: string, running: AsyncDisposableStack): Promise<DeliveredStream> {
  const snippet = join(folder, "snippet.yaml");
  // Ingest logs nothing by itself.
  const directive = "access_log {{ .Values.runtime.paths.run }}/origin.log;";
  await writeFile(snippet, `ingest: { snippets: { server: "${directive}" } }\n`);
  const values = [join(projectRoot, "values-examples/copy-only.yaml"), snippet];
  const service = running.use(await startLocalService({ freePorts: true, values }));
  const [ingest] = service.ingests;
  const originLog = join(ingest.runFolder, "origin.log");
  const source = await smallSource();
  const log = join(folder, "publisher.log");
  const stream = "load";
  const publisher = running.use(await publishStream({ input: source, server: ingest.rtmpUrl, stream, log }));
  const url = `${service.deliveryUrl}/hls/${stream}.m3u8`;
  // A player begins three segments behind the newest one: in a stream that has just begun it would have less in hand.
  await hasSegments(`${service.deliveryUrl}/hls/${stream}_src.m3u8`, 5);
  const all = await lastingProcesses(service.delivery.pid);
  for (const pid of all) await pin(pid, serverCore);
  for (const pid of [ingest.process.pid, publisher.pid]) {
    for (const each of [pid, ...(await descendants(pid))]) await pin(each, generatorCore);
  }
  return {
    url,
    fragmentSeconds: service.settings.fragmentSeconds,
    cpuSeconds: async () => (await totalUsage(all)).cpuSeconds,
    peakBytes: async () => (await totalUsage(all)).peakBytes,
    // See proc_pid_clear_refs(5).
    forgetPeak: async () => void (await Promise.all(all.map((pid) => writeFile(`/proc/${pid}/clear_refs`, "5")))),
    originRequests: async () => (await readFile(originLog, "utf8")).match(/"GET \/hls\//g)?.length ?? 0,
  };
}
