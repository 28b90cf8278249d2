import { cp, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import { inTemporaryFolder } from "../core/index.ts";
import { cacheFolder, fetchedTool } from "../tools/index.ts";
import { HelmLintError, helmError } from "./helm-errors.ts";
import { type Manifest, parseManifests } from "./manifests.ts";

/** Values of a chart as an object. */
export type Values = Readonly<Record<string, unknown>>;

/** Values for a chart, in the order in which helm applies them. */
export interface ValuesOptions {
  /** Values files. */
  readonly values?: readonly string[];
  /** Values as an object, after the files. */
  readonly inline?: Values;
  /** `key=value`, as after --set. */
  readonly set?: readonly string[];
}

export interface ReleaseOptions extends ValuesOptions {
  /** The release's name; `hls` by default. */
  readonly release?: string;
  /** The namespace; `default` by default. */
  readonly namespace?: string;
}

export interface TemplateOptions extends ReleaseOptions {
  /** The cluster's version that the chart sees, such as `1.29.0`. */
  readonly kubeVersion?: string;
  /** Further API versions that the chart sees, such as `monitoring.coreos.com/v1`. */
  readonly apiVersions?: readonly string[];
  /** Leaves out the templates under templates/tests. */
  readonly skipTests?: boolean;
  /** Only these templates, as paths inside the chart. */
  readonly showOnly?: readonly string[];
  /** Renders as `helm upgrade` would. */
  readonly isUpgrade?: boolean;
}

export interface LintOptions extends ValuesOptions {
  /** Warnings fail as well. */
  readonly strict?: boolean;
  readonly kubeVersion?: string;
  /** Further arguments. */
  readonly args?: readonly string[];
}

const printedNotes = `apiVersion: v1
kind: ConfigMap
metadata: {name: printed-notes}
data: {{ include (print $.Template.BasePath "/NOTES.txt") . | toJson }}
`;

const defaults = { release: "hls", namespace: "default" };

/**
 * Renders a chart.
 * @param chart its folder or archive
 * @returns the objects, in helm's order
 * @throws HelmValidationError, HelmSchemaError or HelmError
 */
export async function template(chart: string, options: TemplateOptions = {}): Promise<Manifest[]> {
  return parseManifests(await templateText(chart, options));
}

/**
 * Renders a chart.
 * @param chart its folder or archive
 * @returns the YAML as helm prints it
 * @throws HelmValidationError, HelmSchemaError or HelmError
 */
export async function templateText(chart: string, options: TemplateOptions = {}): Promise<string> {
  const args = ["template", ...releaseArgs(chart, options)];
  if (options.kubeVersion) args.push("--kube-version", options.kubeVersion);
  for (const version of options.apiVersions ?? []) args.push("--api-versions", version);
  for (const file of options.showOnly ?? []) args.push("--show-only", file);
  if (options.skipTests) args.push("--skip-tests");
  if (options.isUpgrade) args.push("--is-upgrade");
  return helm(args, { where: chart, inline: options.inline });
}

/**
 * Renders the chart's NOTES.txt, which `helm template` leaves out; for helm 3 a dry run of an install needs a cluster.
 * So a copy of the chart has a template that includes it.
 * @param chart its folder
 * @returns what a person reads after `helm install`
 * @throws HelmValidationError, HelmSchemaError or HelmError
 */
export async function notes(chart: string, options: ReleaseOptions = {}): Promise<string> {
  return inTemporaryFolder("notes", async (work) => {
    const copy = join(work, basename(chart));
    await cp(chart, copy, { recursive: true });
    const file = "templates/printed-notes.yaml";
    await writeFile(join(copy, file), printedNotes);
    const [printed] = await template(copy, { ...options, showOnly: [file] });
    return String(printed?.["data"]).trim();
  });
}

/**
 * Lints a chart.
 * @param chart its folder
 * @returns what helm reported without failing, one finding each, such as `[INFO] Chart.yaml: icon is recommended`
 * @throws HelmLintError with the findings
 */
export async function lint(chart: string, options: LintOptions = {}): Promise<string[]> {
  const args = ["lint", chart, ...valuesArgs(options)];
  if (options.strict) args.push("--strict");
  if (options.kubeVersion) args.push("--kube-version", options.kubeVersion);
  args.push(...(options.args ?? []));
  const { failed, stdout, stderr, command, error } = await run(args, options.inline);
  const findings = stdout.split("\n").filter((line) => line.startsWith("["));
  if (!failed) return findings;
  if (findings.length === 0) throw helmError(stderr, command, chart, error);
  const hint = "Correct the chart, then lint again.";
  const output = `${stdout}\n${stderr}`;
  throw new HelmLintError({ what: findings.join("\n"), where: chart, hint, command, output, cause: error });
}

/** How helm runs, where that is not as for everything else. */
export interface HelmSettings {
  /** What it reads on stdin, such as a password, which others could read among the arguments. */
  readonly input?: string;
  /** Further variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Another helm than the one that fetchedTool finds. */
  readonly program?: string;
}

export interface HelmOptions extends HelmSettings {
  /** The chart or file that it is about, for messages. */
  readonly where: string;
  /** Values for `--values -`, which the arguments must name. */
  readonly inline?: Values | undefined;
}

/**
 * Runs any helm command.
 * @param args helm's arguments
 * @returns helm's stdout
 * @throws HelmValidationError, HelmSchemaError or HelmError
 */
export async function helm(args: readonly string[], { where, inline, ...settings }: HelmOptions): Promise<string> {
  const { failed, stdout, stderr, command, error } = await run(args, inline, settings);
  if (failed) throw helmError(stderr, command, where, error);
  return stdout;
}

function releaseArgs(chart: string, options: ReleaseOptions): string[] {
  const { release = defaults.release, namespace = defaults.namespace } = options;
  return [release, chart, "--namespace", namespace, ...valuesArgs(options)];
}

function valuesArgs({ values = [], inline, set = [] }: ValuesOptions): string[] {
  const files = inline ? [...values, "-"] : values;
  return [...files.flatMap((file) => ["--values", file]), ...set.flatMap((pair) => ["--set", pair])];
}

interface HelmRun {
  readonly failed: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly command: string;
  readonly error: unknown;
}

async function run(args: readonly string[], inline?: Values, settings: HelmSettings = {}): Promise<HelmRun> {
  // JSON is YAML, so that no value is misread on its way.
  const text = inline ? JSON.stringify(inline) : settings.input;
  const input = text === undefined ? {} : { input: text };
  const program = settings.program ?? (await fetchedTool("helm"));
  const env = { ...helmEnvironment(), ...settings.environment };
  const result = await execa(program, args, { ...input, env, extendEnv: false, reject: false });
  const { failed, stdout, stderr } = result;
  return { failed, stdout, stderr: stderr || (result.message ?? ""), command: result.escapedCommand, error: result };
}

/**
 * The variables that helm runs with: a user's own HELM_ settings, plugins and repositories neither change a result nor
 * are touched.
 */
export function helmEnvironment(): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("HELM_"));
  const home = join(cacheFolder(), "helm");
  return {
    ...Object.fromEntries(own),
    // helm ends before it has used much memory: without collecting garbage, a render takes 85 ms instead of 130.
    GOGC: "off",
    HELM_CACHE_HOME: join(home, "cache"),
    HELM_CONFIG_HOME: join(home, "config"),
    HELM_DATA_HOME: join(home, "data"),
  };
}
