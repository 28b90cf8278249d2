/**
 * What the README says to a reader who knows only helm, typed into bash as it stands there: from building the image to
 * a video, and back to nothing.
 */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import getPort from "get-port";
import { ingestSettings, template } from "../chart/index.ts";
import { kubectl } from "../cluster/index.ts";
import { ChildProcess, projectRoot, waitFor } from "../core/index.ts";
import { chartImage, docker } from "../image/index.ts";
import { checkStream } from "../stream/index.ts";
import { fetchedTool } from "../tools/index.ts";
import { type Context, patience, problem } from "./context.ts";
import { shellBlocks, withValues } from "./readme-steps.ts";

/** The README's sections that are followed. Between them the video is checked. */
export const followedSections = ["From helm to playing video", "Remove it"] as const;

/** What the README calls what its reader chooses. */
const readers = { repository: "registry.example.com/hls-cloud", stream: "cam", chart: "./chart" };
const ports = { rtmp: 1935, http: 8080 };

/** For a section: pods start, and the first segments come. */
const sectionPatience = { seconds: 240, period: 500 };

/**
 * Follows the README, plays what it promises, and sees that nothing is left.
 * @throws HarnessError when a step fails, or the video does not play
 */
export async function followReadme(context: Context): Promise<void> {
  const folder = join(context.logs, "readme");
  await mkdir(folder);
  const marks = { PLAYED: join(folder, "played"), GO_ON: join(folder, "go-on"), REMOVED: join(folder, "removed") };
  const free = { rtmp: await getPort(), http: await getPort() };
  const script = join(folder, "steps.sh");
  await writeFile(script, await scriptFor(context, free));
  const options = {
    title: "The README's reader",
    log: join(context.logs, "readme.log"),
    stopSignal: "SIGTERM",
    environment: { ...(await environment(context, folder)), ...marks },
    folder: projectRoot,
  } as const;
  try {
    await using bash = ChildProcess.start("bash", [script], options);
    await reach(bash, "the end of the README's steps", marks.PLAYED);
    await assertVideo(context.release.chart, free.http);
    await writeFile(marks.GO_ON, "");
    await reach(bash, "the end of the README's last steps", marks.REMOVED);
  } finally {
    // The name alone: the image has another one.
    await docker(["rmi", await chartImage(readers.repository)], { hint: "Remove it by hand." }).catch(() => {});
  }
  const left = await context.release.left();
  if (left.length > 0) throw problem("What the README removes leaves something behind.", left.join(", "));
}

/** One script of all blocks, as one shell. Job control is on, as in a shell that somebody types into. */
async function scriptFor({ cluster, release }: Context, free: typeof ports): Promise<string> {
  const readme = await readFile(join(projectRoot, "README.md"), "utf8");
  const values = {
    // No registry is in reach: the node gets the image as kind's users give it one.
    "docker push": `kind load docker-image --name ${cluster.name}`,
    [readers.chart]: release.chart,
    ...Object.fromEntries(
      (["rtmp", "http"] as const).flatMap((name) => [
        [`${ports[name]}:${ports[name]}`, `${free[name]}:${ports[name]}`],
        [`127.0.0.1:${ports[name]}`, `127.0.0.1:${free[name]}`],
      ]),
    ),
  };
  const [first, last] = followedSections;
  const all = [...shellBlocks(readme, first), ": >$PLAYED", "until [ -e $GO_ON ]; do sleep 0.2; done"];
  return [
    "set -euo pipefail -m",
    // Where a step fails, what runs in the background is ended all the same.
    `trap 'for job in $(jobs -p); do kill -- "-$job" || true; done 2>/dev/null' EXIT`,
    ...withValues([...all, ...shellBlocks(readme, last)], values),
    ": >$REMOVED\n",
  ].join("\n");
}

/** What a reader has: helm, kubectl and kind on PATH, and a cluster whose namespace is the one to work in. */
async function environment({ cluster, release }: Context, folder: string): Promise<Record<string, string>> {
  const kubeconfig = join(folder, "kubeconfig");
  await copyFile(cluster.kubeconfig, kubeconfig);
  await kubectl({ kubeconfig }, ["config", "set-context", "--current", `--namespace=${release.namespace}`]);
  for (const tool of ["helm", "kubectl", "kind"] as const) await symlink(await fetchedTool(tool), join(folder, tool));
  return { KUBECONFIG: kubeconfig, PATH: [folder, process.env["PATH"]].join(delimiter) };
}

/** Waits until the script left a mark. */
async function reach(bash: ChildProcess, what: string, mark: string): Promise<void> {
  const reached = await waitFor(what, sectionPatience, () => {
    const { running } = bash;
    if (existsSync(mark)) return true;
    if (!running) return false;
    throw new Error(`the steps' log is ${bash.log}`);
  });
  if (!reached) await bash.assertRunning();
}

/** Plays every rendition of the defaults, as a player would. */
async function assertVideo(chart: string, port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/hls/${readers.stream}.m3u8`;
  const settings = ingestSettings(await template(chart));
  const { problems } = await checkStream(url, { stream: readers.stream, settings, seconds: patience.seconds });
  if (problems.length > 0) throw problem("What the README publishes does not play.", problems.join("\n"));
}
