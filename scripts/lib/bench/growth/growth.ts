import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type LocalService, startLocalService } from "../../local-service.ts";
import { fetchMaster } from "../../playlists.ts";
import { descendants, totalUsage } from "../../process-tree.ts";
import { projectRoot } from "../../project.ts";
import { publish } from "../../publisher.ts";
import { waitFor } from "../../waiting.ts";
import type { Bench, BenchContext, FigureDescription, Plot, Samples } from "../bench.ts";
import { generatorCore, pin, serverCore } from "../cores.ts";
import { addSample } from "../figures.ts";
import { smallSource } from "../small-source.ts";

/** Streams at once, one after the other. The first is the reference of the others. */
const steps = [1, 5, 10, 20] as const;
const [fewest] = steps;
const quickSteps: readonly number[] = [steps[0], steps[2]];

const measures = [
  { name: "nginx-cpu", unit: "cores", what: "CPU of ingest's nginx" },
  { name: "ffmpeg-cpu", unit: "cores", what: "CPU of ingest's ffmpeg processes, which only copy" },
  { name: "memory", unit: "MB", what: "Most memory of all processes of the ingest pod, without the segments" },
] as const;

function nameOf(measure: string, streams: number): string {
  return `growth.streams.${measure}.${streams}`;
}

const figures = steps.flatMap((streams) =>
  measures.map(({ name, unit, what }): FigureDescription => {
    return {
      ...{ name: nameOf(name, streams), unit, description: `${what}, with ${streams} streams.` },
      ...(streams === fewest ? {} : { reference: nameOf(name, fewest) }),
      quick: quickSteps.includes(streams),
    };
  }),
);

const plots = measures.map(({ name, unit, what }): Plot => {
  const points = steps.map((streams) => ({ figure: nameOf(name, streams), series: "one ingest pod", x: streams }));
  return { file: `growth-${name}`, title: `${what}, by streams`, kind: "lines", x: "streams", y: unit, points };
});

export const growth: Bench = {
  name: "growth",
  description: `Streams of 500 kbit/s that one ingest pod takes at once and only copies, with HLS, DASH and posters, as in
\`values-examples/copy-only.yaml\`. Its nginx has a core of its own; its ffmpeg processes and the publishers share another one. What a rendition
costs is another benchmark's; how figures grow with viewers is told under Viewers.`,
  figures,
  plots,
  run: measure,
};

async function measure({ quick, signal, folder, say }: BenchContext): Promise<Samples> {
  await using running = new AsyncDisposableStack();
  const wanted = steps.filter((streams) => !quick || quickSteps.includes(streams));
  const values = [join(projectRoot, "values-examples/copy-only.yaml")];
  const set = [`ingest.maxStreams=${wanted.at(-1)}`];
  const service = running.use(await startLocalService({ freePorts: true, values, set }));
  const master = service.ingests[0].process.pid;
  const nginx = [master, ...(await descendants(master, "nginx"))];
  for (const pid of nginx) await pin(pid, serverCore);
  const source = await smallSource();
  const samples: Record<string, number[]> = {};
  let published = 0;
  for (const streams of wanted) {
    say(`${streams} streams`);
    for (; published < streams; published++) await publishOne(service, folder, source, `grown-${published}`, running);
    for (let turn = 0; turn < (quick ? 1 : 2); turn++) {
      signal.throwIfAborted();
      const ffmpeg = await descendants(master, "ffmpeg");
      for (const pid of ffmpeg) await pin(pid, generatorCore);
      const figuresNow = await measureNow(nginx, ffmpeg, quick ? 6 : 8);
      for (const { name } of measures) {
        addSample(samples, nameOf(name, streams), figuresNow[name]);
      }
    }
  }
  return samples;
}

async function publishOne(
  service: LocalService,
  folder: string,
  input: string,
  stream: string,
  running: AsyncDisposableStack,
): Promise<void> {
  const [ingest] = service.ingests;
  const log = join(folder, `${stream}.log`);
  const publisher = running.use(await publish({ input, server: ingest.rtmpUrl, stream, log }));
  await pin(publisher.pid, generatorCore);
  await waitFor(`the stream ${stream}`, { seconds: 60 }, () =>
    fetchMaster(`${service.deliveryUrl}/hls/${stream}.m3u8`),
  );
}

async function measureNow(
  nginx: readonly number[],
  ffmpeg: readonly number[],
  seconds: number,
): Promise<Record<(typeof measures)[number]["name"], number>> {
  const look = () => Promise.all([totalUsage(nginx), totalUsage(ffmpeg)]);
  const before = await look();
  const startedAt = performance.now();
  await pause(seconds * 1000);
  const elapsed = (performance.now() - startedAt) / 1000;
  const after = await look();
  return {
    "nginx-cpu": (after[0].cpuSeconds - before[0].cpuSeconds) / elapsed,
    "ffmpeg-cpu": (after[1].cpuSeconds - before[1].cpuSeconds) / elapsed,
    memory: (after[0].peakBytes + after[1].peakBytes) / 1e6,
  };
}
