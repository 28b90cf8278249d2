/** The defaults: one pod a tier, and the whole default ladder. */

import pRetry from "p-retry";
import { ingestSettings } from "../chart/index.ts";
import { secondsSince, waitFor } from "../core/index.ts";
import { Encoder, fetchMedia } from "../stream/index.ts";
import { playAll } from "./play.ts";
import { assertPlays, E2eError, mediaUrl, patience, publisherOptions, type Stage } from "./stage.ts";

const stream = "cam";

/**
 * Installs the chart as it is, publishes real footage as soon as it is ready, and plays every rendition.
 * @throws HarnessError when something is not as it should be
 */
export async function installAndPlay(stage: Stage): Promise<void> {
  const { release, phases, figures } = stage;
  const startedAt = performance.now();
  await phases.run("install", () => release.install());
  {
    // Ready pods are in the Services a moment before the node's ports lead to them: the first try may be one too early.
    await using _encoder = await Encoder.start(await publisherOptions(stage, stream));
    await phases.run("first segment", () => firstSegment(stage));
    figures.installToFirstSegmentSeconds = secondsSince(startedAt);
    await phases.run("the default ladder plays", () => assertPlays(stage, stream));
    await phases.run("play HLS and DASH for 30 s", () => playWhole(stage));
  }
}

/** How often a ladder is played that others kept from the processor: five renditions take most of two cores. */
const attempts = 3;

async function playWhole(stage: Stage): Promise<void> {
  const { figures } = stage;
  await pRetry(
    async (attempt) => {
      figures.playAttempts = attempt;
      figures.playedSeconds = await playAll(stage, stream);
    },
    { retries: attempts - 1, minTimeout: 0, shouldRetry: ({ error }) => error instanceof E2eError },
  );
}

async function firstSegment(stage: Stage): Promise<void> {
  const { renditions } = ingestSettings(stage.release.manifests);
  const url = mediaUrl(stage, stream, renditions[0]?.name ?? "");
  await waitFor("the first segment", { ...patience, period: 50 }, async () => {
    const { segments } = await fetchMedia(url);
    if (segments.length === 0) throw new Error("the playlist is empty");
  });
}
