/** ct.yaml, as chart-testing reads it. */
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { InputError } from "../../core/index.ts";

/** What becomes of a release's values at its upgrade: the flags of `helm upgrade`. */
const strategies = ["reset-values", "reuse-values", "reset-then-reuse-values"] as const;

export interface Configuration {
  /** Folders whose direct subfolders are charts. */
  readonly chartDirs: readonly string[];
  /** yamllint's configuration. */
  readonly lintConf: string;
  /** yamale's schema of Chart.yaml. */
  readonly chartSchema: string;
  /** Whether a chart that changed must have a higher version. */
  readonly checkVersionIncrement: boolean;
  /** Arguments of `helm lint`. */
  readonly helmLintExtraArgs: readonly string[];
  /** Arguments of `helm install`, `upgrade`, `test` and `uninstall`. */
  readonly helmExtraArgs: readonly string[];
  /** Whether upgrades are tested. */
  readonly upgrade: boolean;
  readonly upgradeStrategy: (typeof strategies)[number];
}

/** ct.yaml's keys, as far as they are in use here. Another one would be passed over, which nobody would notice. */
const keys = {
  // Git's part of ct, which finds the charts that changed.
  remote: { type: "string" },
  "target-branch": { type: "string" },
  "chart-dirs": { type: "array", items: { type: "string" } },
  "check-version-increment": { type: "boolean" },
  // It asks the repository's host for the accounts.
  "validate-maintainers": { const: false },
  "helm-extra-args": { type: "string" },
  "helm-lint-extra-args": { type: "string" },
  upgrade: { type: "boolean" },
  "upgrade-strategy": { enum: strategies },
} as const;

interface File {
  readonly "chart-dirs"?: readonly string[];
  readonly "check-version-increment"?: boolean;
  readonly "helm-extra-args"?: string;
  readonly "helm-lint-extra-args"?: string;
  readonly upgrade?: boolean;
  readonly "upgrade-strategy"?: Configuration["upgradeStrategy"];
}

const schema = { type: "object", properties: keys, required: ["validate-maintainers"], additionalProperties: false };
const isFile = new Ajv({ allErrors: true }).compile<File>(schema);

/**
 * Reads ct.yaml. What it leaves out is as in ct; the configurations of the linters are in `.ct` beside it.
 * @param path of ct.yaml; the paths in it are relative to its folder
 * @throws InputError when something in it is wrong or unknown
 */
export async function readConfiguration(path: string): Promise<Configuration> {
  const file = load(await readFile(path, "utf8"));
  if (!isFile(file)) throw new InputError({ what: misfits(), where: path, hint: "Correct the keys that it names." });
  const root = dirname(path);
  const fields = (text = ""): string[] => text.split(/\s+/).filter((field) => field !== "");
  return {
    chartDirs: (file["chart-dirs"] ?? ["charts"]).map((folder) => resolve(root, folder)),
    lintConf: join(root, ".ct", "lintconf.yaml"),
    chartSchema: join(root, ".ct", "chart_schema.yaml"),
    checkVersionIncrement: file["check-version-increment"] ?? true,
    helmLintExtraArgs: fields(file["helm-lint-extra-args"]),
    helmExtraArgs: fields(file["helm-extra-args"]),
    upgrade: file.upgrade ?? false,
    upgradeStrategy: file["upgrade-strategy"] ?? "reuse-values",
  };
}

function misfits(): string {
  const errors = isFile.errors ?? [];
  const lines = errors.map(({ instancePath, message, params }) => {
    const key: unknown = params["additionalProperty"];
    return key === undefined ? `${instancePath || "/"}: ${message}` : `/${key}: npm run ct does not know this key`;
  });
  return lines.join("\n");
}
