import { expect, it } from "vitest";
import { readFailure, readOutput } from "../../../harness/e2e/chart-testing/ct.ts";

const chart = 'hls-cloud => (version: "0.3.0", path: "chart")';
const quoted = JSON.stringify(chart);
const rule = "=".repeat(120);

it("what ct tested is read: charts, values files, and upgrades that it left out", () => {
  const output = `
Skipping upgrade test of ${quoted} because: 1 error occurred:
\t* 0.3.0 does not have same major and minor version as 0.2.0

Installing chart ${quoted}...
Installing chart ${quoted} with values file "chart/ci/vod-values.yaml"...
Installing chart with values file "chart/ci/default-values.yaml"...
 ✔︎ ${chart}
`;
  expect(readOutput(output)).toEqual({
    charts: [chart],
    values: ["vod-values.yaml", "default-values.yaml"],
    skipped: [expect.stringMatching(/^Skipping upgrade test of .* because: 0\.3\.0 does not have/)],
  });
});

it("no chart is read where ct found none", () => {
  expect(readOutput("No chart changes detected.\nAll charts linted successfully\n").charts).toEqual([]);
});

it("what failed is read: of a lint, the last command", () => {
  const output = `>>> yamale --schema a b\n>>> yamllint --config-file a b\n  1:1 error\n ✖︎ ${chart} > failed\n`;
  expect(readFailure(output)).toMatchObject({ failedCommand: "yamllint --config-file a b" });
});

it("what failed is read: of an install, the last command before what a release left is shown and removed", () => {
  const first = `>>> helm install one\n${rule}\n>>> kubectl logs one\nlog of one\n${rule}\n>>> helm uninstall one\n`;
  const second = `>>> helm test two\nError: it failed\n${rule}\n>>> kubectl logs two\nlog of two\n${rule}\n`;
  const { failedCommand, lines } = readFailure(`${first}${second}>>> helm uninstall two\nfailed processing charts\n`);
  expect(failedCommand).toBe("helm test two");
  expect(lines).toContain("Error: it failed");
  expect(lines).not.toContain("log of two");
});
