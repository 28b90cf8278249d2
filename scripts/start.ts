/** `npm start`: the service on this machine, with real footage. Run with --help. */
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import ora from "ora";
import { type ChildProcess, HarnessError, InputError, interruptionSignal } from "../harness/core/index.ts";
import { type LocalAccess, type LocalService, localAccess, startLocalService } from "../harness/local/index.ts";
import {
  checkStream,
  clipSource,
  type Progress,
  publishStream,
  type RenditionReport,
  type StreamReport,
  streamTable,
} from "../harness/stream/index.ts";

const append = (value: string, all: readonly string[]): readonly string[] => [...all, value];

const command = new Command("npm start --")
  .description(
    "Renders the chart for local processes, starts nginx of both tiers from it, publishes real footage, checks that " +
      "every rendition plays, and stays up until Ctrl-C.",
  )
  .option("--input <file or URL>", "what to publish, in a loop when it is a file (default: a clip of Big Buck Bunny)")
  .option("--stream <name>", "name of the stream", "bunny")
  .option("-f, --values <file>", "values file, as helm takes it; may be repeated", append, [])
  .option("--set <key=value>", "value, as helm takes it; may be repeated", append, [])
  .option("--once", "end after the check: exit code 0 when all is well, 1 when not")
  .option("--json", "print the result as one JSON object on stdout")
  .option("--timeout <seconds>", "time for every rendition to play", Number, 60);

type Options = ReturnType<typeof command.opts>;

/** What --json prints. */
interface Result {
  readonly ok: boolean;
  readonly publishUrl: string;
  readonly hlsUrl: string;
  /** The watch page, where it is on. */
  readonly watchUrl?: string;
  /** The best rendition's manifest. */
  readonly dashUrl?: string;
  /** From the start of the processes to the end of the check. */
  readonly seconds: number;
  readonly renditions: readonly RenditionReport[];
  readonly problems?: readonly string[];
}

/** Ctrl-C. */
class Interrupted extends Error {}

process.exitCode = await main(command.parse().opts());

async function main(options: Options): Promise<number> {
  try {
    return await run(options, interruptionSignal(new Interrupted()));
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    if (!(error instanceof HarnessError)) throw error;
    process.stderr.write(`${error.message}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify({ ok: false, problems: [error.message] })}\n`);
    return 1;
  }
}

async function run(options: Options, signal: AbortSignal): Promise<number> {
  assertStreamName(options.stream);
  await using running = new AsyncDisposableStack();
  const progress = ora({ stream: process.stderr });
  running.defer(() => void progress.stop());
  /** Shows a step while it runs. */
  const step = async <T>(text: string, work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    progress.start(text);
    const value = await work();
    signal.throwIfAborted();
    progress.succeed(text);
    return value;
  };

  const input = options.input ?? (await step("Footage to publish", () => clipSource()));
  const startedAt = performance.now();
  const service = await step("nginx of both tiers, from the rendered chart", async () =>
    running.use(await startLocalService({ values: options.values, set: options.set })),
  );
  const server = service.ingests[0].rtmpUrl;
  const access = await localAccess(service, options.stream);
  const publisher = await step("Publisher", async () =>
    running.use(
      await publishStream({
        ...{ input, server, stream: options.stream, log: join(service.folder, "publisher.log") },
        ...(access.key === undefined ? {} : { key: access.key }),
      }),
    ),
  );
  const text = "Every rendition plays";
  const report = await step(text, () => {
    const told: Progress = (message) => {
      progress.text = `${text}: ${message}`;
    };
    return checkStream(
      access.sign(masterUrl(service, options.stream)),
      options.stream,
      service.settings,
      options.timeout,
      told,
      signal,
    );
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const result = {
    ...resultOf(service, access, options.stream, report, seconds),
    ...(await watchPageOf(service, access, options.stream)),
  };
  show(result, options);
  if (!options.once) await untilEnd(service, publisher, signal);
  return result.ok ? 0 : 1;
}

function assertStreamName(stream: string): void {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(stream)) return;
  const hint = "Use 1 to 64 of A-Z a-z 0-9 _ -";
  throw new InputError({ what: "This is no name for a stream.", where: `--stream ${stream}`, hint });
}

function masterUrl(service: LocalService, stream: string): string {
  return `${service.deliveryUrl}/hls/${stream}.m3u8`;
}

/** The page that plays the stream, unless the values turn it off. */
async function watchPageOf(
  service: LocalService,
  access: LocalAccess,
  stream: string,
): Promise<Pick<Result, "watchUrl">> {
  const watchUrl = access.sign(`${service.deliveryUrl}/watch/${stream}`);
  return (await fetch(watchUrl)).ok ? { watchUrl } : {};
}

function resultOf(
  service: LocalService,
  access: LocalAccess,
  stream: string,
  report: StreamReport,
  seconds: number,
): Result {
  const { renditions, problems } = report;
  const best = renditions.reduce((a, b) => (b.declaredBandwidth > a.declaredBandwidth ? b : a));
  const suffix = service.settings.renditions.find(({ name }) => name === best.name)?.suffix ?? "";
  return {
    ok: problems.length === 0,
    publishUrl: `${service.ingests[0].rtmpUrl}/live/${stream}`,
    hlsUrl: access.sign(masterUrl(service, stream)),
    ...(service.settings.dash ? { dashUrl: access.sign(`${service.deliveryUrl}/dash/${stream}${suffix}.mpd`) } : {}),
    seconds: Math.round(seconds * 10) / 10,
    renditions,
    ...(problems.length > 0 ? { problems } : {}),
  };
}

function show(result: Result, { json, once }: Options): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { renditions, publishUrl, watchUrl, hlsUrl, dashUrl, seconds, problems = [] } = result;
  const lines = [
    streamTable(renditions),
    ...problems.map((problem) => `Problem: ${problem}`),
    `Publish:    ${publishUrl}`,
    ...(watchUrl ? [`Watch:      ${watchUrl}`] : []),
    `Play HLS:   ${hlsUrl}`,
    ...(dashUrl ? [`Play DASH:  ${dashUrl}`] : []),
    `All renditions played after ${seconds} s.`,
    ...(once ? [] : ["Ctrl-C ends it."]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Stays up until Ctrl-C, or until a part of it ends by itself. */
async function untilEnd(service: LocalService, publisher: ChildProcess, signal: AbortSignal): Promise<void> {
  const parts = [...service.ingests.map((ingest) => ingest.process), service.delivery, publisher];
  const interrupted = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
  await Promise.race([interrupted, ...parts.map((part) => part.ended())]);
  if (!signal.aborted) await Promise.all(parts.map((part) => part.assertRunning()));
}
