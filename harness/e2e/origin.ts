/** The release to which most things happen: two pods a tier, each with its own volume, and one broadcast. */
import { Broadcast } from "./broadcast.ts";
import type { Context } from "./context.ts";
import { type ReleaseValues, smallLadder, smallRequests } from "./release.ts";
import { lastRelease, upgradeFromReleased } from "./upgrade.ts";

/** Long enough to see that publishers may go on. */
export const drainSeconds = 6;

const two = { replicas: 2, ...smallRequests };

export const twoPods: ReleaseValues = {
  ...smallLadder,
  ingest: { ...two, drain: { seconds: drainSeconds } },
  delivery: two,
};

/**
 * Installs the last released chart, upgrades it with a broadcast on, and runs `helm test`.
 * @throws HarnessError at the first thing that is not as it should be
 */
export async function upgradeToTwoPods(context: Context): Promise<void> {
  const { release, phases } = context;
  const released = { ...smallLadder, ingest: two, delivery: two };
  const last = await phases.run("the released chart's image", () => lastRelease(context));
  await phases.run("install the released chart", () => release.install(released, last));
  {
    await using broadcast = await phases.run("publish to it", () => Broadcast.start(context, "cam"));
    await upgradeFromReleased(context, broadcast, twoPods);
  }
  // Here, since the default ladder leaves no processor to another pod on two cores.
  await phases.run("helm test", () => release.test());
}
