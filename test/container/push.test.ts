import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { ToolError } from "../../harness/core/index.ts";
import { docker, nameForChart, pushImage } from "../../harness/image/index.ts";
import { image } from "./pod.ts";

test.skipIf(!image)("a registry that refuses the image is named, and how to log in", async () => {
  const registry = createServer((_, response) => response.writeHead(403).end());
  await new Promise<void>((listening) => registry.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void registry.close());
  const host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
  const name = await nameForChart(image, `${host}/hls-cloud`);
  onTestFinished(async () => void (await docker(["image", "rm", name], { hint: "" })));
  const refused = pushImage(name);
  await expect(refused).rejects.toThrow(ToolError);
  await expect(refused).rejects.toThrow(`docker login ${host}`);
});
