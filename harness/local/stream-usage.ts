import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ValuesOptions } from "../chart/index.ts";
import { descendants, usage } from "../core/index.ts";
import { checkStream, clipSource, publishStream } from "../stream/index.ts";
import { startLocalService } from "./local-service.ts";

/** What one stream takes: CPU in thousandths of a core, peak memory in MB. */
export interface StreamUsage {
  readonly renditions: number;
  readonly ffmpegMillicores: number;
  readonly nginxMillicores: number;
  readonly ffmpegMegabytes: number;
  readonly nginxMegabytes: number;
}

/**
 * Publishes the clip to a service of this machine and measures what ffmpeg and nginx take, on Linux.
 * @param given the values, whose ladder counts
 * @param seconds how long to measure
 */
export async function measureStream(
  given: Pick<ValuesOptions, "values" | "set">,
  seconds: number,
): Promise<StreamUsage> {
  await using service = await startLocalService({ freePorts: true, ...given });
  const stream = "sized";
  const [ingest] = service.ingests;
  const log = join(service.folder, "publisher.log");
  await using _publisher = await publishStream({ input: await clipSource(), server: ingest.rtmpUrl, stream, log });
  await checkStream(`${service.deliveryUrl}/hls/${stream}.m3u8`, {
    stream,
    settings: service.settings,
    seconds: 60,
  });
  const [ffmpeg = 0] = await descendants(ingest.process.pid, "ffmpeg");
  const [nginx = 0] = await descendants(ingest.process.pid, "nginx");
  const before = [await usage(ffmpeg), await usage(nginx)] as const;
  await pause(seconds * 1000);
  const after = [await usage(ffmpeg), await usage(nginx)] as const;
  const millicores = (n: 0 | 1): number => Math.round(((after[n].cpuSeconds - before[n].cpuSeconds) / seconds) * 1000);
  const megabytes = (n: 0 | 1): number => Math.round(after[n].peakBytes / 1e6);
  return {
    renditions: service.settings.renditions.length,
    ffmpegMillicores: millicores(0),
    nginxMillicores: millicores(1),
    ffmpegMegabytes: megabytes(0),
    nginxMegabytes: megabytes(1),
  };
}
