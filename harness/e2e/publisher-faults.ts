/** What publishers do to each other. */

import { waitFor } from "../core/index.ts";
import { Encoder, publishStream } from "../stream/index.ts";
import type { Broadcast } from "./broadcast.ts";
import { assertPlays, type Context, patience, problem, publisherOptions } from "./context.ts";

/** So many connections reach every pod sooner or later. */
const intrusions = 4;

/**
 * Publishes the same name twice, another name, and freezes a publisher.
 * @throws HarnessError when a stream has two owners, or none
 */
export async function breakPublishers(context: Context, broadcast: Broadcast): Promise<void> {
  const { release, metrics } = context;
  const { stream } = broadcast;
  await broadcast.endures(
    "a second encoder of the same name",
    async () => {
      const holder = await release.holderOf(stream);
      for (let n = 0; n < intrusions; n++) await assertRefused(context, stream);
      const now = await release.holderOf(stream);
      if (now.name !== holder.name) throw problem("A stream has moved to an intruder.", `${holder.name}, ${now.name}`);
    },
    { flawless: true },
  );
  await broadcast.endures(
    "a second stream on another pod",
    async () => {
      await using _encoder = await Encoder.start(await publisherOptions(context, "other"));
      await assertPlays(context, "other");
      const [first, second] = [await release.holderOf(stream), await release.holderOf("other")];
      if (first.name === second.name) throw problem("One pod took two streams.", first.name);
    },
    { flawless: true },
  );
  const frozen = await broadcast.endures("a publisher hangs", () => broadcast.replaceFrozenEncoder(), {
    reconnects: true,
  });
  metrics.takeoverSeconds = frozen.reconnectSeconds ?? 0;
}

async function assertRefused(context: Context, stream: string): Promise<void> {
  const options = await publisherOptions(context, stream);
  await using intruder = await publishStream({ ...options, log: options.log.replace(".log", "-intruder.log") });
  await waitFor("the intruder's refusal", patience, () => {
    if (intruder.running) throw new Error("it publishes");
  });
}
