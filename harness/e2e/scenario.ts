/** What the end-to-end run does on a cluster, in its order. */
import { Broadcast } from "./broadcast.ts";
import { type Context, uninstall } from "./context.ts";
import { twoPods, upgradeToTwoPods } from "./origin.ts";
import { firstParts, lastParts, originParts, type Part, partNames, upgradePart, usualParts } from "./parts.ts";

/**
 * Runs parts, in their own order.
 * @param only their names; by default all that are not left to their name
 * @throws HarnessError at the first thing that is not as it should be; `metrics.unfinished` names the parts from there
 * on
 */
export async function runScenario(context: Context, only: readonly string[] = usualParts): Promise<void> {
  const { release, phases, metrics } = context;
  const isChosen = ({ name }: { readonly name: string }): boolean => only.includes(name);
  metrics.unfinished = partNames.filter((name) => only.includes(name));
  await phases.run("namespace", () => release.prepareNamespace());
  await runAll(context, firstParts.filter(isChosen));
  if ([upgradePart, ...originParts].some(isChosen)) await runOnOrigin(context, isChosen);
  await runAll(context, lastParts.filter(isChosen));
}

async function runAll(context: Context, parts: readonly Part[]): Promise<void> {
  for (const part of parts) await finish(context, part.name, () => part.run(context));
}

/** Everything that happens to one release. */
async function runOnOrigin(context: Context, isChosen: (part: { readonly name: string }) => boolean): Promise<void> {
  const { phases, release } = context;
  if (isChosen(upgradePart)) await finish(context, upgradePart.name, () => upgradeToTwoPods(context));
  else await phases.run("origin: install", () => release.install(twoPods));
  const chosen = originParts.filter(isChosen);
  if (chosen.length > 0) {
    await using broadcast = await phases.run("publish", () => Broadcast.start(context, "news"));
    for (const part of chosen) await finish(context, part.name, () => part.happens(context, broadcast));
  }
  await phases.run("origin: uninstall", () => uninstall(context));
}

async function finish({ metrics }: Context, name: string, work: () => Promise<void>): Promise<void> {
  await work();
  metrics.unfinished = metrics.unfinished?.filter((other) => other !== name) ?? [];
}
