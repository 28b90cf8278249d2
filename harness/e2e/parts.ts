/** The parts of the end-to-end run, in their order, and what each needs before it. */
import type { Broadcast } from "./broadcast.ts";
import { candidate } from "./chart-testing/ct.ts";
import { ctInstall } from "./chart-testing/ct-install.ts";
import { upgradeWithCiValues } from "./ci-values.ts";
import { installAsConsumers } from "./consumer.ts";
import { type Context, uninstall } from "./context.ts";
import { breakDelivery } from "./delivery-faults.ts";
import { liveWithOtherHelm } from "./helm-versions.ts";
import { breakIngest, loseIngestBesideNewDelivery, loseIngestPods, rollIngest } from "./ingest-faults.ts";
import { installAndPlay } from "./install.ts";
import { drainSeconds, twoPods } from "./origin.ts";
import { recordOnPods } from "./pod-recordings.ts";
import { breakPublishers } from "./publisher-faults.ts";
import { followReadme } from "./readme.ts";
import { installRecipes } from "./recipes.ts";
import { playFromSharedStorage } from "./shared-storage.ts";
import { upgradeLadder } from "./upgrade.ts";
import { assertSeen } from "./watch-page.ts";

interface Named {
  /** What `--only` takes. */
  readonly name: string;
  readonly does: string;
  /** Runs only where it is named: all together take longer than CI has. */
  readonly onlyNamed?: boolean;
}

/** Installs what it needs, and uninstalls it. */
export interface Part extends Named {
  readonly run: (context: Context) => Promise<void>;
}

/** Something that happens to a release of two pods a tier and to its broadcast, which the next one takes over. */
export interface OriginPart extends Named {
  readonly happens: (context: Context, broadcast: Broadcast) => Promise<void>;
}

export const firstParts: readonly Part[] = [
  {
    name: "defaults",
    does: "the chart as it is: the whole default ladder plays for 30 s in HLS and DASH",
    run: async (context) => {
      await installAndPlay(context);
      await context.phases.run("uninstall", () => uninstall(context));
    },
  },
  { name: "consumers", does: "an install from a registry and one from a chart repository", run: installAsConsumers },
  {
    name: "readme",
    does: "the README's blocks, typed into bash",
    run: (context) => context.phases.run("README: from helm to playing video", () => followReadme(context)),
  },
];

/** The upgrade that the release of the origin parts comes from, where it is to run; else the release is installed. */
export const upgradePart = {
  name: "upgrade",
  does: "the last released chart, upgraded to this one under load, and helm test",
} as const satisfies Named;

export const originParts: readonly OriginPart[] = [
  {
    name: "watch",
    does: "the watch page, the streams API and the metrics",
    happens: (context, { stream }) =>
      context.phases.run("watch page, streams API and metrics", () => assertSeen(context, stream)),
  },
  {
    name: "ingest-faults",
    does: "ingest pods deleted, killed and rolled, ffmpeg killed, a full volume",
    happens: async (context, broadcast) => {
      await loseIngestPods(context, broadcast, { title: "origin", drainSeconds });
      await rollIngest(context, broadcast, drainSeconds);
      await breakIngest(context, broadcast);
    },
  },
  { name: "delivery-faults", does: "delivery rolled under load, DNS restarted", happens: breakDelivery },
  {
    name: "new-delivery",
    does: "an ingest pod killed while a delivery pod has never seen the stream",
    happens: loseIngestBesideNewDelivery,
  },
  { name: "publisher-faults", does: "publishers that hang or take a name twice", happens: breakPublishers },
  {
    name: "ladder",
    does: "an upgrade to another ladder",
    happens: (context, on) => upgradeLadder(context, on, twoPods),
  },
];

export const lastParts: readonly Part[] = [
  {
    name: "shared",
    does: "storage shared with 3 + 3 pods: loss of pods, VOD with ranges, keys and signed links, recordings",
    run: async (context) => {
      await playFromSharedStorage(context);
      await context.phases.run("shared: uninstall", () => uninstall(context));
    },
  },
  { name: "pod-recordings", does: "recordings on the pods' own claims, which outlive a pod", run: recordOnPods },
  {
    name: "other-helm",
    does: "an install, an upgrade, helm test and an uninstall with the other helm",
    run: (context) => liveWithOtherHelm(context, context.otherHelm),
  },
  {
    name: "ci-values",
    does: "an upgrade from the last released chart with each of chart/ci/*-values.yaml",
    onlyNamed: true,
    run: upgradeWithCiValues,
  },
  {
    name: "recipes",
    does: "an install, helm test and an uninstall of each recipe that the cluster can take",
    onlyNamed: true,
    run: installRecipes,
  },
  {
    name: "ct",
    does: "chart-testing's ct install",
    run: async ({ cluster, phases, release, metrics }) => {
      metrics.ct = await phases.run("ct install", async () => ctInstall(cluster, await candidate(), release.image));
    },
  },
];

const all: readonly Named[] = [...firstParts, upgradePart, ...originParts, ...lastParts];

/** What `--only` takes, in the order in which it is done. */
export const partNames: readonly string[] = all.map(({ name }) => name);

/** The parts of a run that names none. */
export const usualParts: readonly string[] = all.filter(({ onlyNamed }) => !onlyNamed).map(({ name }) => name);

/** What each part does, a line each. */
export function partsText(): string {
  const width = Math.max(...partNames.map(({ length }) => length));
  const note = ({ onlyNamed }: Named): string => (onlyNamed ? " (only with --only)" : "");
  return all.map((part) => `${part.name.padEnd(width)}  ${part.does}${note(part)}`).join("\n");
}
