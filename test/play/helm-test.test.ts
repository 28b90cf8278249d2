import { execa } from "execa";
import getPort from "get-port";
import { afterAll, beforeAll, expect, test } from "vitest";
import { template } from "../../scripts/lib/helm.ts";
import { embeddedValues, type LocalService, startLocalService } from "../../scripts/lib/local-service.ts";
import type { Manifest } from "../../scripts/lib/manifests.ts";
import { chartFolder } from "../../scripts/lib/project.ts";
import { clipSource } from "../../scripts/lib/source.ts";
import { systemTool } from "../../scripts/lib/tools.ts";
import { publishDuringTest, smallLadder, waitForSegments } from "./streams.ts";

interface TestPod extends Manifest {
  readonly spec: { readonly containers: readonly { readonly command: string[]; readonly args: string[] }[] };
}

let service: LocalService;

beforeAll(async () => {
  service = await startLocalService({ freePorts: true, values: [smallLadder] });
});

afterAll(() => service?.stop());

/** Runs what the pod of `helm test` runs, with the addresses of the local service in place of the cluster's. */
async function runHelmTest(environment: Readonly<Record<string, string>> = {}) {
  const manifests = await template(chartFolder, { values: [embeddedValues, smallLadder] });
  const pod = manifests.find(({ kind }) => kind === "Pod") as TestPod | undefined;
  const [program = "", ...args] =
    pod?.spec.containers.flatMap((container) => [...container.command, ...container.args]) ?? [];
  const env = {
    FFMPEG: await systemTool("ffmpeg"),
    PUBLISH_URL: `${service.ingests[0].rtmpUrl}/live`,
    PLAY_URL: service.deliveryUrl,
    PATIENCE: "60",
    ...environment,
  };
  return execa(program, args, { env, reject: false });
}

test("helm test passes where a stream can be published and played", async () => {
  const { exitCode, stderr } = await runHelmTest();
  expect(stderr).toMatch(/^helm test: passed: .* played http:.*\.m3u8, http:.*_low\.m3u8 and http:.*\.ts$/);
  expect(exitCode).toBe(0);
});

test("helm test tells that the viewers' Service does not answer", async () => {
  const { exitCode, stderr } = await runHelmTest({ PATIENCE: "3", PLAY_URL: `http://127.0.0.1:${await getPort()}` });
  expect(stderr).toMatch(/helm test: FAILED after 3 s: no master playlist at http:.*Connection refused/s);
  expect(stderr).toMatch(/helm test: the stream helm-test-\d+ was sent to rtmp:/);
  expect(exitCode).toBe(1);
});

test("helm test tells that its stream was refused, and what makes room for it", async () => {
  await publishDuringTest(service, { stream: "only", source: await clipSource() });
  await waitForSegments(service, "only", "low", 1);
  const { exitCode, stderr } = await runHelmTest({ PATIENCE: "10" });
  expect(stderr).toMatch(/helm test: rtmp:.* refused or ended the stream helm-test-\d+ \d+ times/);
  expect(stderr).toMatch(/raise ingest.maxStreams or ingest.replicas/);
  expect(exitCode).toBe(1);
});
