import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { expect, it } from "vitest";
import { template } from "../../../harness/chart/helm.ts";
import { chartFolder, projectRoot } from "../../../harness/core/project.ts";
import { chartImage } from "../../../harness/image/image.ts";
import system from "../../../scripts/system.json" with { type: "json" };

const dockerfile = await readFile(join(projectRoot, "image/Dockerfile"), "utf8");

it("the image holds the packages that the local run needs, and no others", () => {
  const [, list = ""] = /apt-get install --yes --no-install-recommends ([^&]+)&&/.exec(dockerfile) ?? [];
  const inImage = list.split(/[\s\\]+/).filter((name) => name !== "");
  const local = system.packages.map(({ name }) => name);
  expect(inImage).toEqual(local.sort());
});

it("the image's user is the one that the chart's pods run as", async () => {
  const [, user, group] = /^USER (\d+):(\d+)$/m.exec(dockerfile) ?? [];
  const workloads = (await template(chartFolder)).filter(({ kind }) => ["StatefulSet", "Deployment"].includes(kind));
  expect(workloads).toHaveLength(2);
  for (const workload of workloads) {
    expect(workload, workload.metadata.name).toMatchObject({
      spec: { template: { spec: { securityContext: { runAsUser: Number(user), runAsGroup: Number(group) } } } },
    });
  }
});

it("the watch page is where the chart looks for it", async () => {
  const [, folder] = /^COPY web (\S+)$/m.exec(dockerfile) ?? [];
  const values = load(await readFile(join(chartFolder, "values.yaml"), "utf8"));
  expect(values).toMatchObject({ runtime: { paths: { web: folder } } });
});

it("an image that is named for the chart is the one that the chart asks for", async () => {
  const set = ["image.registry=registry.example.com"];
  const workload = (await template(chartFolder, { set })).find(({ kind }) => kind === "StatefulSet");
  const image = await chartImage("registry.example.com/hls-cloud");
  expect(workload).toMatchObject({ spec: { template: { spec: { containers: [{ image }] } } } });
});
