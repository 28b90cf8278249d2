/** A release's whole life with the helm that the rest of the run does not use. */
import { type HelmMajor, withHelm } from "../tools/index.ts";
import { type Context, uninstall } from "./context.ts";
import { smallest } from "./release.ts";
import { lastRelease } from "./upgrade.ts";

/**
 * Installs the last released chart, upgrades it to this one, runs `helm test` and uninstalls.
 * @param major the helm that does it
 * @throws HarnessError at the first thing that is not as it should be
 */
export async function liveWithOtherHelm(context: Context, major: HelmMajor): Promise<void> {
  const { phases, release } = context;
  await withHelm(major, async () => {
    await phases.run(`helm ${major}: install the released chart`, async () =>
      release.install(smallest, await lastRelease(context)),
    );
    await phases.run(`helm ${major}: upgrade`, () => release.upgrade(smallest));
    await phases.run(`helm ${major}: test`, () => release.test());
    await phases.run(`helm ${major}: uninstall`, () => uninstall(context));
  });
}
