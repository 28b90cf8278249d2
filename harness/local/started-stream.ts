import { join } from "node:path";
import type { ValuesOptions } from "../chart/index.ts";
import type { ChildProcess, Phases, Progress } from "../core/index.ts";
import { checkStream, clipSource, publishStream, type StreamReport } from "../stream/index.ts";
import { type LocalAccess, localAccess } from "./local-access.ts";
import { type LocalService, startLocalService } from "./local-service.ts";

export interface StreamOptions extends Pick<ValuesOptions, "values" | "set"> {
  /** File or URL; a clip by default. */
  readonly input?: string | undefined;
  /** The stream's name. */
  readonly stream: string;
  /** Seconds that every rendition has to play. */
  readonly timeout: number;
}

/** What shows the work, and what ends it. */
export interface StreamWork {
  readonly phases: Phases;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A stream that is published to a service of this machine, and was checked. */
export interface StartedStream extends AsyncDisposable {
  readonly name: string;
  readonly service: LocalService;
  readonly publisher: ChildProcess;
  readonly access: LocalAccess;
  /** URL of the master playlist, which plays. */
  readonly hlsUrl: string;
  readonly report: StreamReport;
  /** From the start of the processes to the end of the check. */
  readonly seconds: number;
}

/**
 * Starts the service, publishes a stream to it and checks what a player gets.
 * @throws what startLocalService, publishStream and checkStream throw; the signal's reason at Ctrl-C
 */
export async function startStream(options: StreamOptions, work: StreamWork): Promise<StartedStream> {
  const { values = [], set = [], stream, timeout } = options;
  const { progress, signal } = work;
  await using running = new AsyncDisposableStack();
  const step = async <T>(name: string, part: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    const value = await work.phases.run(name, part);
    signal.throwIfAborted();
    return value;
  };
  const input = options.input ?? (await step("Footage to publish", () => clipSource()));
  const startedAt = performance.now();
  const service = await step("nginx of both tiers, from the rendered chart", async () =>
    running.use(await startLocalService({ values, set })),
  );
  const access = await localAccess(service, stream);
  const publisher = await step("Publisher", async () =>
    running.use(
      await publishStream({
        ...{ input, server: service.ingests[0].rtmpUrl, stream, log: join(service.folder, "publisher.log") },
        ...(access.key === undefined ? {} : { key: access.key }),
      }),
    ),
  );
  const hlsUrl = access.sign(`${service.deliveryUrl}/hls/${stream}.m3u8`);
  const report = await step("Every rendition plays", () =>
    checkStream(hlsUrl, { stream, settings: service.settings, seconds: timeout, progress, signal }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const kept = running.move();
  const dispose = () => kept.disposeAsync();
  return { name: stream, service, publisher, access, hlsUrl, report, seconds, [Symbol.asyncDispose]: dispose };
}

/** Stays up until Ctrl-C, or until a part of it ends by itself. */
export async function stayUp({ service, publisher }: StartedStream, signal: AbortSignal): Promise<void> {
  const parts = [...service.ingests.map((ingest) => ingest.process), service.delivery, publisher];
  const interrupted = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
  await Promise.race([interrupted, ...parts.map((part) => part.ended())]);
  if (!signal.aborted) await Promise.all(parts.map((part) => part.assertRunning()));
}
