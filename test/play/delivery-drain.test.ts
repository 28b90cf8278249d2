import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { ChildProcess, waitFor } from "../../harness/core/index.ts";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";

let service: LocalService;

beforeAll(async () => {
  service = await startLocalService({ freePorts: true });
});

afterAll(() => service?.stop());

/** Headers of an answer, repeated ones as often as they came. */
function head(path: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, service.deliveryUrl), { headers: { connection: "keep-alive" } }, (answer) => {
      answer.resume();
      resolve([`status: ${answer.statusCode}`, ...pairs(answer.rawHeaders)]);
    });
    asked.on("error", reject).end();
  });
}

function pairs(raw: readonly string[]): string[] {
  const names = raw.filter((_, index) => index % 2 === 0);
  return names.map((name, index) => `${name.toLowerCase()}: ${raw[2 * index + 1]}`).toSorted();
}

test("a delivery pod that drains answers as before, and ends the connection", async () => {
  const paths = ["/hls/nobody.m3u8", "/healthz"];
  const before = await Promise.all(paths.map(head));
  const script = join(service.configFolder, "delivery-drain.sh");
  const drain = ChildProcess.start("/bin/sh", [script], {
    title: "the drain",
    log: join(service.folder, "drain.log"),
    stopSignal: "SIGTERM",
  });
  onTestFinished(() => drain.stop());
  const after = await waitFor("the end of connections", { seconds: 10 }, async () => {
    const answers = await Promise.all(paths.map(head));
    if (answers.flat().includes("connection: keep-alive")) throw new Error("they go on");
    return answers;
  });
  const rest = (headers: readonly string[]): string[] =>
    headers.filter((text) => !/^(connection|date|keep-alive):/.test(text));
  expect(after.map(rest)).toEqual(before.map(rest));
  expect(before.flat()).toContain("connection: keep-alive");
  expect(after.flat().filter((text) => text === "connection: close")).toHaveLength(paths.length);
});
