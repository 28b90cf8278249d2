import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startLocalService } from "../../local/index.ts";
import type { BenchContext } from "../bench.ts";
import { hasSegments } from "../served.ts";
import { smallSource } from "../small-source.ts";
import { addUsage, type Curve } from "./curve.ts";
import { ingestUsage, pinNginx, publishBeside } from "./ingest-usage.ts";

/** Renditions of one stream, all alike, so that the curve tells what one more costs. */
export const renditions: Curve = { of: "renditions", steps: [1, 2, 4, 6], quickSteps: [] };

/** What each of them is. */
export const rendition = { width: 640, videoBitrate: "500k", audioBitrate: "64k" } as const;

const stream = "grown";

/** Measures one stream with more and more renditions, a pod of its own each time. */
export async function measureRenditions(
  { quick, signal, folder, say }: BenchContext,
  samples: Record<string, number[]>,
): Promise<void> {
  const input = await smallSource();
  for (const count of quick ? renditions.quickSteps : renditions.steps) {
    say(`${count} renditions`);
    await using running = new AsyncDisposableStack();
    const ladder = Array.from({ length: count }, (_, n) => ({ name: `r${n}`, ...rendition }));
    const file = join(folder, `renditions-${count}.yaml`);
    await writeFile(file, JSON.stringify({ ladder }));
    const service = running.use(await startLocalService({ freePorts: true, values: [file] }));
    const [ingest] = service.ingests;
    await pinNginx(ingest);
    await publishBeside(ingest, { input, stream, log: join(folder, `renditions-${count}.log`) }, running);
    // What ffmpeg does at first, when it catches up with what it probed, is not what it does for hours.
    await hasSegments(`${service.deliveryUrl}/hls/${stream}_r0.m3u8`, 3);
    for (let turn = 0; turn < 2; turn++) {
      signal.throwIfAborted();
      addUsage(samples, renditions, count, await ingestUsage(ingest, 10));
    }
  }
}
