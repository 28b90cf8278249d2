import pMap from "p-map";
import { type Manifest, type Tier, template, tierFiles } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { combinations } from "../../harness/verify/index.ts";

/** A configuration, and the first combination that has it. */
export interface Configuration {
  readonly tier: Tier;
  readonly combination: string;
  readonly manifests: readonly Manifest[];
}

/** Every configuration of the matrix, each text once. They do not depend on the Kubernetes version. */
export async function distinctConfigurations(): Promise<Configuration[]> {
  const releases = await pMap(
    await combinations(),
    async ({ name, values, release }) => {
      const manifests = await template(chartFolder, { inline: values, ...(release ? { release } : {}) });
      return { combination: name, manifests };
    },
    { concurrency: 2 },
  );
  const distinct = new Map<string, Configuration>();
  for (const release of releases) {
    for (const tier of ["ingest", "delivery"] as const) {
      const text = JSON.stringify(tierFiles(release.manifests, tier));
      if (!distinct.has(text)) distinct.set(text, { tier, ...release });
    }
  }
  return [...distinct.values()];
}
