import { setTimeout as pause } from "node:timers/promises";
import { descendants, totalUsage } from "../../core/index.ts";
import type { LocalIngest } from "../../local/index.ts";
import { publishStream } from "../../stream/index.ts";
import { generatorCore, pin, serverCore } from "../cores.ts";

/** What an ingest pod uses. */
export const measures = [
  { name: "nginx-cpu", unit: "cores", what: "CPU of ingest's nginx" },
  { name: "ffmpeg-cpu", unit: "cores", what: "CPU of ingest's ffmpeg processes" },
  { name: "memory", unit: "MB", what: "Most memory of all processes of the ingest pod, without the segments" },
] as const;

export type IngestUsage = Readonly<Record<(typeof measures)[number]["name"], number>>;

/** Gives the pod's nginx a core of its own. */
export async function pinNginx({ process }: LocalIngest): Promise<void> {
  for (const pid of await nginxOf(process.pid)) await pin(pid, serverCore);
}

/**
 * Publishes a file to an ingest pod, from the core that the pod's nginx does not have.
 * @param running stops it
 */
export async function publishBeside(
  { rtmpUrl }: LocalIngest,
  { input, stream, log }: { readonly input: string; readonly stream: string; readonly log: string },
  running: AsyncDisposableStack,
): Promise<void> {
  const publisher = running.use(await publishStream({ input, server: rtmpUrl, stream, log }));
  await pin(publisher.pid, generatorCore);
}

/**
 * What the pod uses while the call lasts. Its ffmpeg processes share the other core with the publishers.
 * @param seconds that are measured
 */
export async function ingestUsage({ process }: LocalIngest, seconds: number): Promise<IngestUsage> {
  const nginx = await nginxOf(process.pid);
  const ffmpeg = await descendants(process.pid, "ffmpeg");
  for (const pid of ffmpeg) await pin(pid, generatorCore);
  const usageNow = () => Promise.all([totalUsage(nginx), totalUsage(ffmpeg)]);
  const before = await usageNow();
  const startedAt = performance.now();
  await pause(seconds * 1000);
  const elapsed = (performance.now() - startedAt) / 1000;
  const after = await usageNow();
  return {
    "nginx-cpu": (after[0].cpuSeconds - before[0].cpuSeconds) / elapsed,
    "ffmpeg-cpu": (after[1].cpuSeconds - before[1].cpuSeconds) / elapsed,
    memory: (after[0].peakBytes + after[1].peakBytes) / 1e6,
  };
}

async function nginxOf(master: number): Promise<number[]> {
  return [master, ...(await descendants(master, "nginx"))];
}
