/** What helm does without a cluster, beside what the render tests look at: the same with every helm. */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import pMap from "p-map";
import { expect, it } from "vitest";
import { helm, type Manifest, template } from "../../harness/chart/index.ts";
import { chartFolder, projectRoot, sha256 } from "../../harness/core/index.ts";
import { packageChart } from "../../harness/releasing/index.ts";
import { helmVariable, withHelm } from "../../harness/tools/index.ts";
import { combinations } from "../../harness/verify/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const major = process.env[helmVariable];

it("is the helm of tools/, and knows so", async () => {
  const mod = await readFile(join(projectRoot, `tools/helm${major}/go.mod`), "utf8");
  const [, version = ""] = new RegExp(`helm\\.sh/helm/v${major} (v\\S+)`).exec(mod) ?? [];
  expect(await helm(["version", "--template", "{{.Version}}"], "helm")).toBe(version);
  expect(version).toMatch(new RegExp(`^v${major}\\.`));
});

/** One in so many combinations of the matrix; all of them would tell the same for longer. */
const every = 6;

it("renders a sample of the matrix to the documents that the machine's helm makes", async () => {
  const sample = (await combinations()).filter((_, index) => index % every === 0);
  expect(sample.length).toBeGreaterThan(20);
  const differing = await pMap(
    sample,
    async ({ name, values, release }) => {
      const render = (): Promise<Manifest[]> =>
        template(chartFolder, { inline: values, ...(release ? { release } : {}) });
      const own = await withHelm("own", render);
      return JSON.stringify(await render()) === JSON.stringify(own) ? [] : [name];
    },
    { concurrency: 2 },
  );
  expect(differing.flat()).toEqual([]);
});

it("packages the chart to the bytes that the machine's helm makes, and renders the archive", async () => {
  const archive = await packageChart(chartFolder, await temporaryFolder());
  const own = await withHelm("own", async () => packageChart(chartFolder, await temporaryFolder()));
  expect(basename(archive)).toBe(basename(own));
  expect(await sha256(archive)).toBe(await sha256(own));
  expect(await template(archive)).toEqual(await template(chartFolder));
});
