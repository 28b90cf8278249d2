/** The chart's README: made by helm-docs of chart/README.md.gotmpl, the values' comments and the examples' headers. */
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import { inTemporaryFolder, projectRoot, ToolError } from "../core/index.ts";
import { fetchedTool } from "../tools/index.ts";
import { chartMetadataFile } from "./chart-metadata.ts";

const chart = join(projectRoot, "chart");
const examples = join(projectRoot, "values-examples");
const page = "README.md.gotmpl";

/** Where the README is checked in. */
export const chartReadmePath = join(chart, "README.md");

/**
 * Makes the chart's README.
 * @returns its text
 * @throws ToolError when helm-docs cannot
 */
export async function makeChartReadme(): Promise<string> {
  return inTemporaryFolder("docs", async (folder) => {
    for (const file of [chartMetadataFile, "values.yaml", page]) await copyFile(join(chart, file), join(folder, file));
    await writeFile(join(folder, "recipes.gotmpl"), `{{ define "recipes" }}${await recipes()}{{ end }}`);
    await helmDocs(folder);
    return readFile(join(folder, basename(chartReadmePath)), "utf8");
  });
}

/** The first sentence of each example's header, as a list in Markdown. */
async function recipes(): Promise<string> {
  const files = (await readdir(examples)).filter((file) => file.endsWith(".yaml")).toSorted();
  const entries = files.map(async (file) => {
    const told = firstSentence(await readFile(join(examples, file), "utf8"));
    return `- [${basename(file, ".yaml")}](../${basename(examples)}/${file}): ${told}`;
  });
  return (await Promise.all(entries)).join("\n");
}

/**
 * The first sentence of the comment that a file begins with.
 * @param text the file's contents
 */
export function firstSentence(text: string): string {
  const [header = ""] = /^(#.*\n)*/.exec(text) ?? [];
  const words = header.replace(/^# ?/gm, "").replaceAll("\n", " ");
  return /^.*?\.(?= |$)/.exec(words.trim())?.[0] ?? words.trim();
}

/** helm-docs says what went wrong in its log alone, and ends well all the same. */
async function helmDocs(folder: string): Promise<void> {
  const templates = ["recipes.gotmpl", page].flatMap((file) => ["--template-files", file]);
  const order = ["--sort-values-order", "file", "--log-level", "warning"];
  const args = ["--chart-search-root", folder, ...templates, ...order];
  const result = await execa(await fetchedTool("helm-docs"), args, { cwd: folder, reject: false });
  const { failed, stderr, escapedCommand: command } = result;
  if (!failed && stderr === "") return;
  const what = `helm-docs cannot make the chart's README:\n${stderr}`;
  throw new ToolError({ what, where: join(chart, page), hint: "Correct the template.", command, output: stderr });
}
