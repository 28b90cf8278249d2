/** What the end-to-end run does on a cluster, in its order. */
import { Broadcast } from "./broadcast.ts";
import { candidate } from "./chart-testing/ct.ts";
import { ctInstall } from "./chart-testing/ct-install.ts";
import { upgradeWithCiValues } from "./ci-values.ts";
import { installAsConsumers } from "./consumer.ts";
import { breakDelivery } from "./delivery-faults.ts";
import { liveWithOtherHelm } from "./helm-versions.ts";
import { breakIngest, loseIngestBesideNewDelivery, loseIngestPods, rollIngest } from "./ingest-faults.ts";
import { installAndPlay } from "./install.ts";
import { recordOnPods } from "./pod-recordings.ts";
import { breakPublishers } from "./publisher-faults.ts";
import { followReadme } from "./readme.ts";
import { installRecipes } from "./recipes.ts";
import { smallLadder, smallRequests } from "./release.ts";
import { playFromSharedStorage } from "./shared-storage.ts";
import { type Stage, uninstall } from "./stage.ts";
import { lastRelease, upgradeFromReleased, upgradeLadder } from "./upgrade.ts";
import { assertSeen } from "./watch-page.ts";

/**
 * Runs all phases.
 * @throws HarnessError at the first thing that is not as it should be
 */
export async function runScenario(stage: Stage): Promise<void> {
  const { release, phases } = stage;
  await phases.run("namespace", () => release.prepareNamespace());
  await installAndPlay(stage);
  await phases.run("uninstall", () => uninstall(stage));
  await installAsConsumers(stage);
  await phases.run("README: from helm to playing video", () => followReadme(stage));
  await breakEverything(stage);
  await phases.run("origin: uninstall", () => uninstall(stage));
  await playFromSharedStorage(stage);
  await phases.run("shared: uninstall", () => uninstall(stage));
  await recordOnPods(stage);
  await liveWithOtherHelm(stage, stage.otherHelm);
  await upgradeWithCiValues(stage);
  await installRecipes(stage);
  await testWithCt(stage);
}

/** chart-testing, on the same cluster. */
async function testWithCt({ cluster, phases, release, figures }: Stage): Promise<void> {
  figures.ct = await phases.run("ct install", async () => ctInstall(cluster, await candidate(), release.image));
}

/** Long enough to see that publishers may go on. */
const drainSeconds = 6;

/** Two pods a tier and one broadcast, to which everything happens. */
async function breakEverything(stage: Stage): Promise<void> {
  const { release, phases } = stage;
  const two = { replicas: 2, ...smallRequests };
  const values = { ...smallLadder, ingest: { ...two, drain: { seconds: drainSeconds } }, delivery: two };
  const released = { ...smallLadder, ingest: two, delivery: two };
  const last = await phases.run("the released chart's image", () => lastRelease(stage));
  await phases.run("install the released chart", () => release.install(released, last));
  {
    await using broadcast = await phases.run("publish to it", () => Broadcast.start(stage, "cam"));
    await upgradeFromReleased(stage, broadcast, values);
  }
  // Here, since the default ladder leaves no processor to another pod on two cores.
  await phases.run("helm test", () => release.test());
  await using broadcast = await phases.run("publish", () => Broadcast.start(stage, "news"));
  await phases.run("watch page, streams API and metrics", () => assertSeen(stage, broadcast.stream));
  await loseIngestPods(stage, broadcast, { title: "origin", drainSeconds });
  await rollIngest(stage, broadcast, drainSeconds);
  await breakIngest(stage, broadcast);
  await breakDelivery(stage, broadcast);
  await loseIngestBesideNewDelivery(stage, broadcast);
  await breakPublishers(stage, broadcast);
  await upgradeLadder(stage, broadcast, values);
}
