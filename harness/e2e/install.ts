/** The defaults: one pod a tier, and the whole default ladder. */

import pRetry from "p-retry";
import { ingestSettings } from "../chart/index.ts";
import { secondsSince, waitFor } from "../core/index.ts";
import { Encoder, fetchMedia } from "../stream/index.ts";
import { assertPlays, type Context, E2eError, mediaUrl, patience, publisherOptions } from "./context.ts";
import { playAll } from "./play.ts";

const stream = "cam";

/**
 * Installs the chart as it is, publishes real footage as soon as it is ready, and plays every rendition.
 * @throws HarnessError when something is not as it should be
 */
export async function installAndPlay(context: Context): Promise<void> {
  const { release, phases, metrics } = context;
  const startedAt = performance.now();
  await phases.run("install", () => release.install());
  {
    // Ready pods are in the Services a moment before the node's ports lead to them: the first try may be one too early.
    await using _encoder = await Encoder.start(await publisherOptions(context, stream));
    await phases.run("first segment", () => firstSegment(context));
    metrics.installToFirstSegmentSeconds = secondsSince(startedAt);
    await phases.run("the default ladder plays", () => assertPlays(context, stream));
    await phases.run("play HLS and DASH for 30 s", () => playWhole(context));
  }
}

/** How often a ladder is played that got too little of the processor: five renditions take most of two cores. */
const attempts = 3;

async function playWhole(context: Context): Promise<void> {
  const { metrics } = context;
  await pRetry(
    async (attempt) => {
      metrics.playAttempts = attempt;
      metrics.playedSeconds = await playAll(context, stream);
    },
    { retries: attempts - 1, minTimeout: 0, shouldRetry: ({ error }) => error instanceof E2eError },
  );
}

async function firstSegment(context: Context): Promise<void> {
  const { renditions } = ingestSettings(context.release.manifests);
  const url = mediaUrl(context, stream, renditions[0]?.name ?? "");
  await waitFor("the first segment", { ...patience, period: 50 }, async () => {
    const { segments } = await fetchMedia(url);
    if (segments.length === 0) throw new Error("the playlist is empty");
  });
}
