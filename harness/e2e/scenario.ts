/** What the end-to-end run does on a cluster, in its order. */
import { Broadcast } from "./broadcast.ts";
import { candidate } from "./chart-testing/ct.ts";
import { ctInstall } from "./chart-testing/ct-install.ts";
import { upgradeWithCiValues } from "./ci-values.ts";
import { installAsConsumers } from "./consumer.ts";
import { type Context, uninstall } from "./context.ts";
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
import { lastRelease, upgradeFromReleased, upgradeLadder } from "./upgrade.ts";
import { assertSeen } from "./watch-page.ts";

/**
 * Runs all phases.
 * @throws HarnessError at the first thing that is not as it should be
 */
export async function runScenario(context: Context): Promise<void> {
  const { release, phases } = context;
  await phases.run("namespace", () => release.prepareNamespace());
  await installAndPlay(context);
  await phases.run("uninstall", () => uninstall(context));
  await installAsConsumers(context);
  await phases.run("README: from helm to playing video", () => followReadme(context));
  await breakEverything(context);
  await phases.run("origin: uninstall", () => uninstall(context));
  await playFromSharedStorage(context);
  await phases.run("shared: uninstall", () => uninstall(context));
  await recordOnPods(context);
  await liveWithOtherHelm(context, context.otherHelm);
  await upgradeWithCiValues(context);
  await installRecipes(context);
  await testWithCt(context);
}

/** chart-testing, on the same cluster. */
async function testWithCt({ cluster, phases, release, metrics }: Context): Promise<void> {
  metrics.ct = await phases.run("ct install", async () => ctInstall(cluster, await candidate(), release.image));
}

/** Long enough to see that publishers may go on. */
const drainSeconds = 6;

/** Two pods a tier and one broadcast, to which everything happens. */
async function breakEverything(context: Context): Promise<void> {
  const { release, phases } = context;
  const two = { replicas: 2, ...smallRequests };
  const values = { ...smallLadder, ingest: { ...two, drain: { seconds: drainSeconds } }, delivery: two };
  const released = { ...smallLadder, ingest: two, delivery: two };
  const last = await phases.run("the released chart's image", () => lastRelease(context));
  await phases.run("install the released chart", () => release.install(released, last));
  {
    await using broadcast = await phases.run("publish to it", () => Broadcast.start(context, "cam"));
    await upgradeFromReleased(context, broadcast, values);
  }
  // Here, since the default ladder leaves no processor to another pod on two cores.
  await phases.run("helm test", () => release.test());
  await using broadcast = await phases.run("publish", () => Broadcast.start(context, "news"));
  await phases.run("watch page, streams API and metrics", () => assertSeen(context, broadcast.stream));
  await loseIngestPods(context, broadcast, { title: "origin", drainSeconds });
  await rollIngest(context, broadcast, drainSeconds);
  await breakIngest(context, broadcast);
  await breakDelivery(context, broadcast);
  await loseIngestBesideNewDelivery(context, broadcast);
  await breakPublishers(context, broadcast);
  await upgradeLadder(context, broadcast, values);
}
