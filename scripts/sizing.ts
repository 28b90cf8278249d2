/** `npm run sizing`: what one stream of a ladder takes on this machine. Run with --help. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Command } from "@commander-js/extra-typings";
import { descendants, HarnessError, usage } from "../harness/core/index.ts";
import { startLocalService } from "../harness/local/index.ts";
import { checkStream, clipSource, publishStream } from "../harness/stream/index.ts";

const append = (value: string, all: readonly string[]): readonly string[] => [...all, value];

const options = new Command("npm run sizing --")
  .description("Publishes the clip (1280x720, 25 frames a second) and measures what ffmpeg and nginx take. Linux only.")
  .option("-f, --values <file>", "values file, as helm takes it; may be repeated", append, [])
  .option("--set <key=value>", "value, as helm takes it; may be repeated", append, [])
  .option("--seconds <seconds>", "how long to measure", Number, 20)
  .parse()
  .opts();

const stream = "sized";

try {
  process.stdout.write(`${JSON.stringify(await measure())}\n`);
} catch (error) {
  if (!(error instanceof HarnessError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** CPU in thousandths of a core, peak memory in MB. */
async function measure(): Promise<Record<string, number>> {
  await using service = await startLocalService({ freePorts: true, values: options.values, set: options.set });
  const [ingest] = service.ingests;
  const log = join(service.folder, "publisher.log");
  await using _publisher = await publishStream({ input: await clipSource(), server: ingest.rtmpUrl, stream, log });
  await checkStream(`${service.deliveryUrl}/hls/${stream}.m3u8`, stream, service.settings, 60);
  const [ffmpeg = 0] = await descendants(ingest.process.pid, "ffmpeg");
  const [nginx = 0] = await descendants(ingest.process.pid, "nginx");
  const before = [await usage(ffmpeg), await usage(nginx)] as const;
  await pause(options.seconds * 1000);
  const after = [await usage(ffmpeg), await usage(nginx)] as const;
  const millicores = (n: 0 | 1): number =>
    Math.round(((after[n].cpuSeconds - before[n].cpuSeconds) / options.seconds) * 1000);
  const megabytes = (n: 0 | 1): number => Math.round(after[n].peakBytes / 1e6);
  return {
    renditions: service.settings.renditions.length,
    ffmpegMillicores: millicores(0),
    nginxMillicores: millicores(1),
    ffmpegMegabytes: megabytes(0),
    nginxMegabytes: megabytes(1),
  };
}
