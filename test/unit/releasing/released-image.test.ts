import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { list } from "tar";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../../harness/core/sha256.ts";
import { releasedFolder } from "../../../harness/releasing/released-chart.ts";
import type { ReleaseFacts } from "../../../harness/releasing/released-image.ts";

const facts = readdirSync(releasedFolder).filter((file) => file.endsWith(".json"));

it("0.2.0 is kept with what builds its image", () => {
  expect(facts).toContain("hls-cloud-0.2.0.json");
});

describe.each(facts)("%s", (file) => {
  it("is of the archives beside it", async () => {
    const { version, chart, imageContext } = JSON.parse(
      await readFile(join(releasedFolder, file), "utf8"),
    ) as ReleaseFacts;
    expect(await sha256(join(releasedFolder, `hls-cloud-${version}.tgz`))).toBe(chart);
    expect(await sha256(join(releasedFolder, "image-context", `${version}.tgz`))).toBe(imageContext);
  });

  it("has a Dockerfile and all that it copies", async () => {
    const { version } = JSON.parse(await readFile(join(releasedFolder, file), "utf8")) as ReleaseFacts;
    const names: string[] = [];
    await list({
      file: join(releasedFolder, "image-context", `${version}.tgz`),
      onReadEntry: ({ path }) => names.push(path),
    });
    expect(names).toContain("Dockerfile");
    expect(names).toContain("web/index.html");
  });
});
