import { execa } from "execa";
import getPort from "get-port";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Manifest, template } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { embeddedValues, type LocalService, startLocalService } from "../../harness/local/index.ts";
import { clipSource } from "../../harness/stream/index.ts";
import { systemTool } from "../../harness/tools/index.ts";
import { publishDuringTest, smallLadder, waitForSegments } from "./support/streams.ts";

interface TestPod extends Manifest {
  readonly spec: { readonly containers: readonly { readonly command: string[]; readonly args: string[] }[] };
}

let service: LocalService;

beforeAll(async () => {
  service = await startLocalService({ freePorts: true, values: [smallLadder] });
});

afterAll(() => service?.stop());

/** Runs what the pod of `helm test` runs, with the addresses of the local service in place of the cluster's. */
async function runHelmTest(environment: Readonly<Record<string, string>> = {}, of: LocalService = service) {
  const manifests = await template(chartFolder, { values: [embeddedValues, smallLadder] });
  const pod = manifests.find(({ kind }) => kind === "Pod") as TestPod | undefined;
  const [program = "", ...args] =
    pod?.spec.containers.flatMap((container) => [...container.command, ...container.args]) ?? [];
  const env = {
    FFMPEG: await systemTool("ffmpeg"),
    PUBLISH_URL: `${of.ingests[0].rtmpUrl}/live`,
    PLAY_URL: of.deliveryUrl,
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

test("helm test says that the viewers' Service does not answer", async () => {
  const { exitCode, stderr } = await runHelmTest({ PATIENCE: "3", PLAY_URL: `http://127.0.0.1:${await getPort()}` });
  expect(stderr).toMatch(/helm test: FAILED after 3 s: no master playlist at http:.*Connection refused/s);
  expect(stderr).toMatch(/helm test: the stream helm-test-\d+ was sent to rtmp:/);
  expect(exitCode).toBe(1);
});

test("helm test says that its stream was refused, and what makes room for it", async () => {
  await publishDuringTest(service, { stream: "only", source: await clipSource() });
  await waitForSegments(service, "only", "low", 1);
  const { exitCode, stderr } = await runHelmTest({ PATIENCE: "10" });
  expect(stderr).toMatch(/helm test: rtmp:.* refused or ended the stream helm-test-\d+ \d+ times/);
  expect(stderr).toMatch(/raise ingest.maxStreams or ingest.replicas/);
  expect(exitCode).toBe(1);
});

test("where one needs a key and a token, helm test passes when it is refused, and fails when it is not", async () => {
  await using guarded = await startLocalService({
    freePorts: true,
    values: [smallLadder],
    set: [
      "auth.publish.keys.*=key-of-everyone",
      ...["auth.play.signed.enabled=true", `auth.play.signed.keys[0]=${"k".repeat(32)}`],
    ],
  });
  const passed = await runHelmTest({ PUBLISH_GUARDED: "yes", PLAY_GUARDED: "yes" }, guarded);
  expect(passed.stderr).toMatch(/helm test: passed: strangers are refused at http:.* at rtmp:/);
  expect(passed.exitCode).toBe(0);
  const played = await runHelmTest({ PLAY_GUARDED: "yes", PATIENCE: "3" });
  expect(played.stderr).toMatch(/helm test: FAILED after 3 s: http:.* lets a stranger play/);
  expect(played.exitCode).toBe(1);
  const taken = await runHelmTest({ PUBLISH_GUARDED: "yes", PATIENCE: "3" });
  expect(taken.stderr).toMatch(/helm test: FAILED after 3 s: rtmp:.* does not refuse .*was taken/);
  expect(taken.exitCode).toBe(1);
  const unreachable = {
    PUBLISH_GUARDED: "yes",
    PATIENCE: "3",
    PUBLISH_URL: `rtmp://127.0.0.1:${await getPort()}/live`,
  };
  expect((await runHelmTest(unreachable)).stderr).toMatch(/does not refuse .*Connection refused/s);
});
