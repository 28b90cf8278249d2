import { join } from "node:path";
import { mean } from "simple-statistics";
import { projectRoot } from "../core/index.ts";
import { bdRate, type RatePoint } from "./bd-rate.ts";
import type { Bench, BenchContext, MetricDescription, Samples } from "./bench.ts";
import { chartLadder, type LadderCommand, predecessorLadder } from "./ladder-command.ts";
import { comparedRenditions, fragmentSeconds, ladderAt, ladderOf } from "./ladder-rates.ts";
import { LadderLab, type Qualities } from "./ladder-run.ts";
import { addSample } from "./metrics.ts";
import { comparingVariable, type VideoQuality } from "./video-quality.ts";

/** libx264's constant rate factors at which the predecessor is measured: below, at and above what the chart spends. */
const factorsOfPredecessor = [18, 23, 28, 33] as const;

/** Multiples of the chart's bitrates. */
const multiples = { quick: [0.5, 1, 2], full: [0.4, 0.7, 1, 1.5, 2.5] } as const;

/** Measurements of CPU, chart and predecessor in turns. */
const turns = { quick: 3, full: 7 } as const;

const cpuUnit = "CPU s/s";

/** Values that trade CPU for quality, by the name of their file in values-examples. */
const profiles = ["speed", "quality"] as const;

function metricsOfProfile(profile: string): MetricDescription[] {
  return [
    {
      ...{ name: `ladder.profile.${profile}.cpu`, unit: cpuUnit, quick: false, reference: "ladder.cpu" },
      description: `CPU of the default ladder with values-examples/${profile}.yaml, per second of the stream.`,
    },
    {
      ...{ name: `ladder.profile.${profile}.bd-rate`, unit: "%", quick: false },
      description: `Bjøntegaard's delta rate of these values against the chart's own, by SSIM: the mean of the renditions.`,
    },
  ];
}

function metricsOf(name: string): MetricDescription[] {
  const of = `rendition ${name}`;
  const pair = (metric: string, unit: string, description: string): MetricDescription[] => [
    {
      ...{ name: `ladder.${name}.${metric}-predecessor`, unit, quick: true },
      description: `The same of the predecessor's ${of}.`,
    },
    {
      name: `ladder.${name}.${metric}`,
      unit,
      quick: true,
      description,
      reference: `ladder.${name}.${metric}-predecessor`,
    },
  ];
  const cost = { unit: cpuUnit, quick: false } as const;
  return [
    ...pair("rate", "kbit/s", `Bitrate of the video of ${of}; the predecessor's CRF is set so that it spends as much.`),
    ...pair("psnr", "dB", `PSNR of the luma of ${of}, at that rate.`),
    ...pair("ssim", "1", `SSIM of the luma of ${of}, at that rate.`),
    ...pair("vmaf", "1", `VMAF of ${of}, at that rate; where ffmpeg has it.`).map(optional),
    ...pair("peak", "1", `The largest second of ${of}, as a multiple of its mean rate.`),
    ...(["psnr", "ssim"] as const).map((measure) => ({
      ...{ name: `ladder.${name}.bd-rate-${measure}`, unit: "%", quick: true },
      description: `Bjøntegaard's delta rate of ${of} against the predecessor's, by ${measure.toUpperCase()}: less than 0 spends less for the same quality.`,
      goal: { of: "value" as const, atMost: 0 },
    })),
    optional({
      ...{ name: `ladder.${name}.bd-rate-vmaf`, unit: "%", quick: true, goal: { of: "value", atMost: 0 } },
      description: `The same by VMAF, where ffmpeg has it.`,
    }),
    {
      ...{ name: `ladder.${name}.bd-rate-segments`, unit: "%", quick: false },
      description: `The same by SSIM, where the predecessor's ${of} has a keyframe in each of the chart's fragments: what it would need for such segments.`,
    },
    {
      ...cost,
      name: `ladder.${name}.cpu-predecessor`,
      description: `The same of the predecessor's ${of}, at the same rate.`,
    },
    {
      ...{ ...cost, name: `ladder.${name}.cpu`, reference: `ladder.${name}.cpu-predecessor` },
      description: `CPU of ${of} alone with its audio, decoding included, per second of the stream.`,
    },
  ];
}

/** VMAF is measured where ffmpeg can. */
function optional(metric: MetricDescription): MetricDescription {
  return { ...metric, optional: true };
}

/** What the ladder costs and what it is worth, beside the predecessor's. */
export const ladder: Bench = {
  name: "ladder",
  description: [
    "Footage (1280x720, 25 frames a second, 10 s) is encoded from a file, as fast as it goes, by the chart's own ffmpeg line for the",
    "default ladder and by the predecessor's. The predecessor's line has a CRF, so that its bitrates say nothing; for quality it is measured at",
    "several CRFs, and for CPU at those that spend what the chart spends. Frames are compared with the source scaled to the",
    "rendition's size. CPU is ffmpeg's own count of user and system time. VMAF is measured where the ffmpeg that compares has libvmaf,",
    `as Debian's has not: \`${comparingVariable}\` names another one.`,
    "The predecessor sets no keyframes, libx264 makes one in 250 frames, and so no segment of it is shorter than that; the chart pays for one",
    "in each fragment.",
  ].join("\n"),
  metrics: [
    {
      name: "ladder.cpu-predecessor",
      unit: cpuUnit,
      quick: true,
      description: "CPU of the predecessor's ladder at the same rates, per second of the stream.",
    },
    {
      ...{ name: "ladder.cpu", unit: cpuUnit, quick: true, reference: "ladder.cpu-predecessor" },
      description: "CPU of the default ladder with its posters, without the copy, per second of the stream.",
      goal: { of: "ratio", atMost: 1 },
    },
    ...comparedRenditions.flatMap(metricsOf),
    ...profiles.flatMap(metricsOfProfile),
  ],
  plots: [
    {
      ...{
        file: "ladder-bd-rate",
        title: "Bitrate for the same quality, beside the predecessor's",
        kind: "bars",
        x: "rendition",
        y: "% more",
      },
      points: comparedRenditions.flatMap((name) =>
        ["psnr", "ssim", "vmaf"].map((measure) => ({
          metric: `ladder.${name}.bd-rate-${measure}`,
          series: measure.toUpperCase(),
          x: name,
        })),
      ),
    },
    {
      ...{ file: "ladder-cpu", title: "CPU of a rendition", kind: "bars", x: "rendition", y: "CPU s/s" },
      points: comparedRenditions.flatMap((name) => [
        { metric: `ladder.${name}.cpu`, series: "chart", x: name },
        { metric: `ladder.${name}.cpu-predecessor`, series: "predecessor", x: name },
      ]),
    },
  ],
  run,
};

async function run({ quick, folder, signal, say }: BenchContext): Promise<Samples> {
  const lab = await LadderLab.open(folder, signal);
  const predecessors: Qualities[] = [];
  for (const crf of factorsOfPredecessor) {
    say(`the predecessor at CRF ${crf}`);
    predecessors.push(await lab.qualities(predecessorLadder(crf)));
  }
  const charts: Qualities[] = [];
  const wanted = quick ? multiples.quick : multiples.full;
  for (const multiple of wanted) {
    say(`the chart at ${multiple} of its bitrates`);
    charts.push(await lab.qualities(await chartLadder(await ladderAt(multiple))));
  }
  const segmented: Qualities[] = [];
  const keyframes = await fragmentSeconds();
  for (const crf of quick ? [] : factorsOfPredecessor) {
    say(`the predecessor with keyframes at CRF ${crf}`);
    segmented.push(await lab.qualities(predecessorLadder(crf, keyframes)));
  }
  const traded: Record<string, number[]> = {};
  for (const profile of quick ? [] : profiles) {
    say(`the values of ${profile}`);
    const values = [exampleOf(profile)];
    const curve: Qualities[] = [];
    for (const multiple of multiples.quick) {
      curve.push(await lab.qualities(await chartLadder(await ladderAt(multiple), values)));
    }
    const rates = comparedRenditions.map((name) => deltaBySsim(name, curve, charts));
    traded[`ladder.profile.${profile}.bd-rate`] = [mean(rates)];
  }
  for (const name of quick ? [] : comparedRenditions) {
    traded[`ladder.${name}.bd-rate-segments`] = [deltaBySsim(name, charts, segmented)];
  }
  const own = charts[wanted.indexOf(1)] ?? {};
  const spends = (name: string): number =>
    factorFor(
      own[name]?.rate ?? 0,
      predecessors.map((each) => each[name]),
    );
  say("the predecessor at the chart's bitrates");
  const equals = await lab.qualities(predecessorLadder(spends));
  return {
    ...(await costs(lab, spends, quick, say)),
    ...traded,
    ...Object.assign({}, ...comparedRenditions.map((name) => compared(name, own[name], equals[name]))),
    ...Object.assign({}, ...comparedRenditions.map((name) => deltaRates(name, charts, predecessors))),
  };
}

/**
 * CPU of both ladders, and where there is time that of each rendition, in turns.
 * @param spends the CRF at which the predecessor spends on a rendition what the chart does
 */
async function costs(
  lab: LadderLab,
  spends: (name: string) => number,
  quick: boolean,
  say: BenchContext["say"],
): Promise<Samples> {
  const [chart, predecessor] = [await chartLadder(), predecessorLadder(spends)];
  const alone = new Map<string, readonly [LadderCommand, LadderCommand]>();
  for (const name of quick ? [] : comparedRenditions) {
    const ours = await chartLadder({ ...(await ladderOf(name)), ingest: { posters: { enabled: false } } });
    alone.set(name, [ours, predecessorLadder(spends, undefined, [name])]);
  }
  const profiled = new Map<string, LadderCommand>();
  for (const profile of quick ? [] : profiles) profiled.set(profile, await chartLadder({}, [exampleOf(profile)]));
  const samples: Record<string, number[]> = {};
  const measure = async (name: string, ladder: LadderCommand): Promise<void> => {
    addSample(samples, name, await lab.cost(ladder));
  };
  for (let turn = 1; turn <= (quick ? turns.quick : turns.full); turn++) {
    say(`CPU, turn ${turn}`);
    await measure("ladder.cpu", chart);
    await measure("ladder.cpu-predecessor", predecessor);
    for (const [profile, command] of profiled) await measure(`ladder.profile.${profile}.cpu`, command);
    for (const [name, [ours, theirs]] of alone) {
      await measure(`ladder.${name}.cpu`, ours);
      await measure(`ladder.${name}.cpu-predecessor`, theirs);
    }
  }
  return samples;
}

/** The CRF at which the predecessor spends a rate, between those that were measured and a little beyond. */
function factorFor(rate: number, measured: readonly (VideoQuality | undefined)[]): number {
  const logs = measured.map((quality) => Math.log(quality?.rate ?? Number.NaN));
  const wanted = Math.log(rate);
  const below = logs.findIndex((log) => log <= wanted);
  const right = below < 0 ? logs.length - 1 : Math.max(1, below);
  const [from = 0, to = 0] = [logs[right - 1], logs[right]];
  const [low = 0, high = 0] = [factorsOfPredecessor[right - 1], factorsOfPredecessor[right]];
  return Math.round((low + ((from - wanted) / (from - to)) * (high - low)) * 100) / 100;
}

function compared(name: string, chart: VideoQuality | undefined, predecessor: VideoQuality | undefined): Samples {
  const metrics = (quality: VideoQuality | undefined) => ({
    rate: (quality?.rate ?? Number.NaN) / 1000,
    psnr: quality?.psnr ?? Number.NaN,
    ssim: quality?.ssim ?? Number.NaN,
    peak: quality ? quality.peakRate / quality.rate : Number.NaN,
    ...(quality?.vmaf === undefined ? {} : { vmaf: quality.vmaf }),
  });
  return Object.fromEntries([
    ...Object.entries(metrics(chart)).map(([metric, value]) => [`ladder.${name}.${metric}`, [value]]),
    ...Object.entries(metrics(predecessor)).map(([metric, value]) => [`ladder.${name}.${metric}-predecessor`, [value]]),
  ]);
}

function deltaRates(name: string, charts: readonly Qualities[], predecessors: readonly Qualities[]): Samples {
  const points = (all: readonly Qualities[], measure: "psnr" | "vmaf"): RatePoint[] =>
    pointsOf(name, all, (quality) => quality[measure] ?? Number.NaN);
  const by = (measure: "psnr" | "vmaf"): number => bdRate(points(charts, measure), points(predecessors, measure));
  const hasVmaf = charts[0]?.[name]?.vmaf !== undefined;
  return {
    [`ladder.${name}.bd-rate-psnr`]: [by("psnr")],
    ...(hasVmaf ? { [`ladder.${name}.bd-rate-vmaf`]: [by("vmaf")] } : {}),
    [`ladder.${name}.bd-rate-ssim`]: [deltaBySsim(name, charts, predecessors)],
  };
}

/** In dB, as ffmpeg tells SSIM too: by itself it hardly changes where the quality is good. */
function deltaBySsim(name: string, ours: readonly Qualities[], theirs: readonly Qualities[]): number {
  const points = (all: readonly Qualities[]): RatePoint[] =>
    pointsOf(name, all, (quality) => -10 * Math.log10(1 - quality.ssim));
  return bdRate(points(ours), points(theirs));
}

function pointsOf(name: string, all: readonly Qualities[], of: (quality: VideoQuality) => number): RatePoint[] {
  return all.flatMap(({ [name]: quality }) => (quality ? [{ rate: quality.rate, quality: of(quality) }] : []));
}

function exampleOf(profile: string): string {
  return join(projectRoot, "values-examples", `${profile}.yaml`);
}
