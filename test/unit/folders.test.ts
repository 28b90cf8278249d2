/** Which folder may import from which, as .dependency-cruiser.mjs says. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { expect, it } from "vitest";
import rules, { layers } from "../../.dependency-cruiser.mjs";
import { projectRoot } from "../../harness/core/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Every import that is not allowed: the rule's name, the file, and what it imports. */
async function violations(root: string, places: string[]): Promise<string[]> {
  const { options, ...ruleSet } = rules;
  const { output } = await cruise(places, { ...options, baseDir: root, validate: true, ruleSet });
  const found = (output as ICruiseResult).summary.violations;
  return found.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).toSorted();
}

it("every import follows the floor plan", { timeout: 120_000 }, async () => {
  const places = ["harness", "scripts", "server", "web", "njs", "test", "vitest.config.ts"];
  const found = await violations(projectRoot, places);
  // First what is against the plan: one import upwards closes many circles.
  expect(found.filter((each) => !each.startsWith("circle"))).toEqual([]);
  expect(found).toEqual([]);
});

it("each folder of the harness has its layer", async () => {
  expect(layers.flat().toSorted()).toEqual((await readdir(join(projectRoot, "harness"))).toSorted());
});

const face = "export const face = 1;\n";
const importing = (path: string) => `import { face } from "${path}";\nexport const other = face;\n`;

/** A project in which all imports are allowed. */
const sound = {
  "harness/core/index.ts": 'export { face } from "./face.ts";\n',
  "harness/core/face.ts": face,
  "harness/stream/index.ts": importing("../core/index.ts"),
  "harness/verify/index.ts": importing("../core/index.ts"),
  "scripts/system.json": "{}",
  "scripts/bootstrap/launch.mjs": 'import "node:fs";\nexport const face = 1;\n',
  "scripts/start.ts": importing("../harness/verify/index.ts"),
  "test/unit/core/face.test.ts": importing("../../../harness/core/face.ts"),
  "test/render/face.test.ts": importing("../../harness/core/index.ts"),
  "web/list.ts": face,
  "njs/ingest.ts": face,
  "server/media/index.ts": face,
  "server/rtmp/index.ts": 'import "node:crypto";\nexport const face = 1;\n',
};

it.each([
  ["harness/core/face.ts", "../stream/index.ts", ["circle", "up-from-core"]],
  ["harness/core/face.ts", "./index.ts", ["circle"]],
  ["server/rtmp/index.ts", "../media/index.ts", ["impure-format"]],
  ["server/rtmp/index.ts", "node:net", ["impure-format"]],
  ["server/rtmp/index.ts", "../../harness/core/index.ts", ["impure-format", "out-of-the-product"]],
  ["harness/stream/index.ts", "../verify/index.ts", ["up-from-stream-verify"]],
  ["harness/verify/index.ts", "../core/face.ts", ["past-the-face"]],
  ["harness/verify/index.ts", "../../scripts/start.ts", ["circle", "harness-to-commands-or-tests"]],
  ["harness/verify/index.ts", "../../test/render/face.test.ts", ["harness-to-commands-or-tests"]],
  ["harness/player/page.ts", "../stream/index.ts", ["past-the-face-of-the-page"]],
  ["scripts/start.ts", "../harness/core/face.ts", ["past-the-face"]],
  ["scripts/start.ts", "../test/render/face.test.ts", ["commands-to-tests"]],
  ["scripts/bootstrap/launch.mjs", "execa", ["bootstrap-to-others"]],
  ["scripts/bootstrap/launch.mjs", "../../harness/core/index.ts", ["bootstrap-to-others"]],
  ["test/render/face.test.ts", "../../harness/core/face.ts", ["past-the-face"]],
  ["vitest.config.ts", "./harness/core/face.ts", ["past-the-face"]],
  ["web/list.ts", "../harness/core/index.ts", ["out-of-the-product"]],
  ["njs/ingest.ts", "../web/list.ts", ["out-of-the-product"]],
])("%s must not import %s", async (file, path, broken) => {
  const root = await temporaryFolder({ ...sound, [file]: importing(path) });
  const names = (await violations(root, ["."])).map((violation) => violation.split(":")[0]);
  expect([...new Set(names)]).toEqual(broken);
});

it("a project whose imports are allowed breaks no rule", async () => {
  const bottom = 'import system from "../../scripts/system.json" with { type: "json" };\nexport default system;\n';
  const bundled = importing("../stream/video-clock.ts");
  const more = {
    "harness/tools/index.ts": bottom,
    "harness/stream/video-clock.ts": face,
    "harness/player/page.ts": bundled,
  };
  expect(await violations(await temporaryFolder({ ...sound, ...more }), ["."])).toEqual([]);
});
