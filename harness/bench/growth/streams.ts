import { join } from "node:path";
import { projectRoot, waitFor } from "../../core/index.ts";
import { startLocalService } from "../../local/index.ts";
import { fetchMaster } from "../../stream/index.ts";
import type { BenchContext } from "../bench.ts";
import { smallSource } from "../small-source.ts";
import { addUsage, type Curve } from "./curve.ts";
import { ingestUsage, pinNginx, publishBeside } from "./ingest-usage.ts";

/** Streams that one pod only copies. */
export const streams: Curve = { of: "streams", steps: [1, 5, 10, 20], quickSteps: [1, 10] };

/** Adds streams to one pod, one after the other, and measures at each step. */
export async function measureStreams(
  { quick, signal, folder, say }: BenchContext,
  samples: Record<string, number[]>,
): Promise<void> {
  await using running = new AsyncDisposableStack();
  const wanted = quick ? streams.quickSteps : streams.steps;
  const values = [join(projectRoot, "values-examples/copy-only.yaml")];
  const set = [`ingest.maxStreams=${wanted.at(-1)}`];
  const service = running.use(await startLocalService({ freePorts: true, values, set }));
  const [ingest] = service.ingests;
  await pinNginx(ingest);
  const input = await smallSource();
  let published = 0;
  for (const count of wanted) {
    say(`${count} streams`);
    for (; published < count; published++) {
      const stream = `grown-${published}`;
      await publishBeside(ingest, { input, stream, log: join(folder, `${stream}.log`) }, running);
      await waitFor(`the stream ${stream}`, { seconds: 60 }, () =>
        fetchMaster(`${service.deliveryUrl}/hls/${stream}.m3u8`),
      );
    }
    for (let turn = 0; turn < (quick ? 1 : 2); turn++) {
      signal.throwIfAborted();
      addUsage(samples, streams, count, await ingestUsage(ingest, quick ? 6 : 8));
    }
  }
}
