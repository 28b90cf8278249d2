/** Users of a registry and of a chart repository: they have helm, a cluster and an address. */
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { HelmUser } from "../chart/index.ts";
import { serveFolder } from "../core/index.ts";
import { imageValues } from "../image/index.ts";
import { OciRegistry, OciRepository, pushChart, readPackage, StaticRepository } from "../publishing/index.ts";
import { type Context, problem } from "./context.ts";
import { smallest } from "./release.ts";

const namespace = "consumer";

/**
 * Publishes the packaged chart to a registry and to a chart repository, and installs it from each.
 * @throws HarnessError when it cannot be installed, or is another than what was published
 */
export async function installAsConsumers({ cluster, release, phases, logs }: Context): Promise<void> {
  const folder = join(logs, "consumer");
  const repository = join(folder, "repository");
  await mkdir(repository, { recursive: true });
  await using registry = await OciRegistry.start({ folder });
  await using server = await serveFolder(repository);
  const packed = await readPackage(release.chart);
  const charts = `oci://${registry.host}/charts`;
  await phases.run("publish the chart", async () => {
    await using oci = await OciRepository.open(charts, { plainHttp: true });
    await pushChart(packed, [oci, new StaticRepository(repository)]);
  });
  const user = new HelmUser(folder, cluster.kubeconfig);
  const version = ["--version", packed.version];
  await phases.run("helm install oci://", () =>
    installAndRemove(user, release, "registry", [`${charts}/${packed.name}`, ...version, "--plain-http"]),
  );
  await phases.run("helm install from a repository", async () => {
    await user.helmTs(({ repo }) => repo.add("streaming", server.url));
    await installAndRemove(user, release, "repository", [`streaming/${packed.name}`, ...version]);
  });
}

/** Installs, sees by helm-ts that what was meant runs, and uninstalls. */
async function installAndRemove(
  user: HelmUser,
  { image, chart }: Context["release"],
  name: string,
  reference: readonly string[],
): Promise<void> {
  const values = { ...smallest, image: imageValues(image) };
  const place = ["--namespace", namespace];
  const patience = ["--wait", "--timeout", "180s"];
  await user.helm(["install", name, ...reference, ...place, "--create-namespace", "--values", "-", ...patience], {
    values,
  });
  const listed = await user.helmTs(({ list }) => list({ namespace }));
  const [only, ...others] = listed.map((release) => `${release.name} ${release.status} ${release.chart}.tgz`);
  if (only !== `${name} deployed ${basename(chart)}` || others.length > 0)
    throw problem("helm-ts does not list the release that was installed.", JSON.stringify(listed));
  await user.helm(["uninstall", name, ...place, ...patience]);
}
