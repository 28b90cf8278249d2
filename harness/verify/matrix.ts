import { availableParallelism } from "node:os";
import pMap from "p-map";
import { type Manifest, parseManifests, splitDocuments, templateText, type Values } from "../chart/index.ts";
import { chartFolder } from "../core/index.ts";
import { type Checked, checkManifests } from "./kubeconform.ts";
import type { KubernetesVersion } from "./kubernetes-versions.ts";
import { Checksums } from "./policy/checksums.ts";
import type { Subject } from "./policy/objects.ts";
import { violations } from "./policy.ts";

/** Values to render the chart with. */
export interface Combination {
  /** What it is, for people. */
  readonly name: string;
  readonly values: Values;
  readonly release?: string;
  readonly namespace?: string;
  /**
   * Checks of the restricted Pod Security Standard that the values give up on purpose, by Kubernetes' names; or
   * readOnlyRootFilesystem.
   */
  readonly relaxes?: readonly string[];
}

/** What became of one combination on one Kubernetes version. */
export interface Outcome {
  readonly combination: string;
  readonly kubernetesVersion: KubernetesVersion;
  /** Time of the render, in milliseconds. */
  readonly milliseconds: number;
  readonly documents: number;
  /** How many documents got which verdict of kubeconform. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Everything that is wrong; empty when all is well. */
  readonly problems: readonly string[];
}

export interface MatrixOptions {
  readonly versions: readonly KubernetesVersion[];
  /** The chart's folder; this project's chart by default. */
  readonly chart?: string;
  /** Called with the number of renders that are done, and of all. */
  readonly onProgress?: (done: number, all: number) => void;
}

interface Render {
  readonly combination: Combination;
  readonly version: KubernetesVersion;
  readonly milliseconds: number;
  readonly documents: readonly string[];
  /** Why nothing was rendered. */
  readonly failure?: string;
}

/** Where combinations are rendered to that name no namespace: none that could be meant by accident. */
const defaultNamespace = "streaming";

/**
 * Renders every combination for every version with helm, checks each document with kubeconform and each render against
 * the project's policy.
 * @param combinations what to render
 * @returns an outcome for each combination and version
 * @throws ToolError when helm or kubeconform is not to be had
 */
export async function runMatrix(combinations: readonly Combination[], options: MatrixOptions): Promise<Outcome[]> {
  const jobs = options.versions.flatMap((version) => combinations.map((combination) => ({ combination, version })));
  let done = 0;
  const renders = await pMap(
    jobs,
    async ({ combination, version }) => {
      const render = await renderOne(combination, version, options.chart ?? chartFolder);
      options.onProgress?.(++done, jobs.length);
      return render;
    },
    { concurrency: availableParallelism() },
  );
  const verdicts = await checkAll(renders, options.versions);
  const policy = await policyProblems(renders);
  return renders.map((render, i) => judge(render, verdicts, policy[i] ?? []));
}

async function renderOne(combination: Combination, version: KubernetesVersion, chart: string): Promise<Render> {
  const { release, namespace = defaultNamespace, values } = combination;
  const start = performance.now();
  const elapsed = () => Math.round(performance.now() - start);
  try {
    const names = { namespace, ...(release ? { release } : {}) };
    const text = await templateText(chart, { ...names, inline: values, kubeVersion: version });
    return { combination, version, milliseconds: elapsed(), documents: splitDocuments(text) };
  } catch (error) {
    return { combination, version, milliseconds: elapsed(), documents: [], failure: String(error) };
  }
}

type Verdicts = ReadonlyMap<KubernetesVersion, ReadonlyMap<string, Checked>>;

/** Most documents are the same in many renders, and each is checked once a version. */
async function checkAll(renders: readonly Render[], versions: readonly KubernetesVersion[]): Promise<Verdicts> {
  const checks = versions.map(async (version) => {
    const own = renders.filter((render) => render.version === version);
    const documents = [...new Set(own.flatMap((render) => render.documents))];
    const checked = await checkManifests(documents, version);
    return [version, new Map(documents.map((document, i) => [document, checked[i] as Checked]))] as const;
  });
  return new Map(await Promise.all(checks));
}

function judge(render: Render, verdicts: Verdicts, policy: readonly string[]): Outcome {
  const { combination, version, milliseconds, documents, failure } = render;
  const checked = documents.flatMap((document) => verdicts.get(version)?.get(document) ?? []);
  const problems = failure ? [failure] : [...checked.flatMap(refusals), ...policy];
  return {
    combination: combination.name,
    kubernetesVersion: version,
    milliseconds,
    documents: documents.length,
    verdicts: Object.fromEntries(
      [...new Set(checked.map(({ verdict }) => verdict))].map((verdict) => [
        verdict,
        checked.filter((each) => each.verdict === verdict).length,
      ]),
    ),
    problems,
  };
}

function refusals({ kind, name, verdict, problems }: Checked): string[] {
  if (verdict === "valid" || verdict === "skipped") return [];
  return problems.map((problem) => `${kind}/${name}: ${problem}`);
}

/** What each render breaks of the project's policy, or why it cannot be read. */
async function policyProblems(renders: readonly Render[]): Promise<string[][]> {
  const parse = memoized((document: string) => parseManifests(document));
  const subjects = renders.map((render) => subjectOf(render, parse));
  const found = await violations(subjects.filter((subject) => typeof subject !== "string"));
  const checksums = new Checksums();
  return subjects.map((subject) =>
    typeof subject === "string" ? [subject] : [...(found.shift() ?? []), ...checksums.problems(subject.manifests)],
  );
}

/** @returns why, where a document cannot be read */
function subjectOf({ combination, documents }: Render, parse: (document: string) => Manifest[]): Subject | string {
  const { values, relaxes = [], namespace = defaultNamespace } = combination;
  try {
    return { manifests: documents.flatMap(parse), values, relaxes, namespace };
  } catch (error) {
    return String(error);
  }
}

function memoized<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key) as Value;
  };
}
