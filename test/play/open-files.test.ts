import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { nginxWorkers } from "../../harness/bench/index.ts";
import { ChildProcess, waitFor } from "../../harness/core/index.ts";
import { fetchOk } from "../../harness/stream/index.ts";
import { smallLadder, startDuringTest } from "./support/streams.ts";

test("delivery's workers may open as many files as the container may, where that is fewer than nginx asks for", async () => {
  const service = await startDuringTest({ values: [smallLadder] });
  await service.delivery.stop();
  // As where the kubelet's runtime leaves processes few, and allows some more.
  const allowed = 5000;
  const script = join(service.configFolder, "delivery-start.sh");
  const limited = `ulimit -n ${allowed}; ulimit -S -n 1024; exec /bin/sh ${script}`;
  const log = join(service.folder, "limited.log");
  const delivery = ChildProcess.start("/bin/sh", ["-c", limited], { title: "nginx", log, stopSignal: "SIGQUIT" });
  onTestFinished(() => delivery.stop());
  await waitFor("delivery", { seconds: 20 }, () => fetchOk(`${service.deliveryUrl}/readyz`));
  const [worker] = await nginxWorkers(delivery.pid);
  const limits = await readFile(`/proc/${worker}/limits`, "utf8");
  expect(Number(/^Max open files +(\d+)/m.exec(limits)?.[1])).toBe(
    // As root nginx may raise the limit itself.
    /setrlimit.*failed/.test(await delivery.output()) ? allowed : 32_768,
  );
});
