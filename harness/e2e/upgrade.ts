/** helm upgrade: from the last released chart, and to another ladder. */

import { waitFor } from "../core/index.ts";
import { ensureReleasedImage, lastReleased } from "../releasing/index.ts";
import { fetchMaster } from "../stream/index.ts";
import type { Broadcast } from "./broadcast.ts";
import { type Context, masterUrl, patience, problem } from "./context.ts";
import { viewers } from "./delivery-faults.ts";
import { type PackagedChart, type ReleaseValues, smallLadder } from "./release.ts";

/**
 * The chart as it was released last, with its image on the node.
 * @throws HarnessError when there is none, or its image cannot be built
 */
export async function lastRelease({ cluster }: Context): Promise<PackagedChart> {
  const released = await lastReleased("hls-cloud");
  if (!released) throw problem("There is no released chart.", "npm run release:fixture saves one");
  const image = await ensureReleasedImage(released);
  await cluster.loadImage(image.name);
  return { chart: released.archive, image: image.name };
}

/**
 * Upgrades a release of the last released chart to this one, with viewers all the time.
 * @throws HarnessError when delivery is away or the stream does not survive
 */
export async function upgradeFromReleased(
  context: Context,
  broadcast: Broadcast,
  values: ReleaseValues,
): Promise<void> {
  const { release, metrics } = context;
  await broadcast.endures(
    "upgrade from the released chart",
    async () => {
      await using load = viewers(context, broadcast.stream);
      await release.upgrade(values);
      metrics.upgrade = await load.stop();
      if (metrics.upgrade.errors > 0)
        throw problem("Delivery was away during the upgrade.", JSON.stringify(metrics.upgrade));
    },
    { reconnects: true },
  );
}

/**
 * Adds a rendition and changes one.
 * @throws HarnessError when the stream does not survive, or does not have the new rendition
 */
export async function upgradeLadder(context: Context, broadcast: Broadcast, values: ReleaseValues): Promise<void> {
  const [low, ...others] = smallLadder["ladder"] as object[];
  const ladder = [{ ...low, videoBitrate: "150k" }, { ...low, name: "mid", width: 240 }, ...others];
  const upgrade = (): Promise<void> => context.release.upgrade({ ...values, ladder });
  await broadcast.endures("upgrade to another ladder", upgrade, { reconnects: true });
  await waitFor("the new rendition", patience, async () => {
    const variants = await fetchMaster(masterUrl(context, broadcast.stream));
    if (!variants.some(({ width }) => width === 240)) throw new Error("the master playlist does not have it");
  });
}
