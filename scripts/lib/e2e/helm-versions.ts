/** A release's whole life with each helm that the chart is proven with. */
import { helmMajors, withHelm } from "../helm-versions.ts";
import { type ReleaseValues, smallLadder, smallRequests } from "./release.ts";
import { type Stage, uninstall } from "./stage.ts";
import { releasedChart } from "./upgrade.ts";

/** One pod a tier, so that there is room for the test's own stream. */
const values: ReleaseValues = { ...smallLadder, ingest: smallRequests, delivery: smallRequests };

/**
 * Installs the last released chart, upgrades it to this one, runs `helm test` and uninstalls, with one helm after the other.
 * @throws HarnessError at the first thing that is not as it should be
 */
export async function liveWithEachHelm(stage: Stage): Promise<void> {
  const { phases, release } = stage;
  for (const major of helmMajors) {
    await withHelm(major, async () => {
      await phases.run(`helm ${major}: install the released chart`, async () =>
        release.install(values, await releasedChart()),
      );
      await phases.run(`helm ${major}: upgrade`, () => release.upgrade(values));
      await phases.run(`helm ${major}: test`, () => release.test());
      await phases.run(`helm ${major}: uninstall`, () => uninstall(stage));
    });
  }
}
