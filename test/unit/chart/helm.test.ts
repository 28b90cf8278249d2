import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { lint, notes, template } from "../../../harness/chart/helm.ts";
import { HelmError, HelmLintError, HelmSchemaError, HelmValidationError } from "../../../harness/chart/helm-errors.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const configMap = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
data:
  words: {{ join " " .Values.words }}
  kube: {{ .Capabilities.KubeVersion.Version }}
  monitoring: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" | quote }}
`;

/** A chart of one ConfigMap, with further files or other contents. */
function chart(files: Record<string, string> = {}): Promise<string> {
  return temporaryFolder({
    "Chart.yaml": "apiVersion: v2\nname: tiny\nversion: 0.1.0\nicon: https://example.com/icon.svg\n",
    "values.yaml": "words: [one]\n",
    "values.schema.json": JSON.stringify({
      type: "object",
      additionalProperties: false,
      properties: { words: { type: "array", items: { type: "string" } } },
    }),
    "templates/config.yaml": configMap,
    ...files,
  });
}

describe("helm template", () => {
  it("gives objects, for the release, namespace and cluster asked for", async () => {
    const manifests = await template(await chart(), {
      release: "tv",
      namespace: "media",
      kubeVersion: "1.29.0",
      apiVersions: ["monitoring.coreos.com/v1"],
    });
    expect(manifests).toMatchObject([
      {
        kind: "ConfigMap",
        metadata: { name: "tv", namespace: "media" },
        data: { kube: "v1.29.0", monitoring: "true" },
      },
    ]);
  });

  it("applies files, then the object, then single values", async () => {
    const folder = await chart({ "mine.yaml": "words: [file]\n" });
    const values = [join(folder, "mine.yaml")];
    const words = async (options: object) => (await template(folder, { values, ...options }))[0]?.["data"];
    expect(await words({})).toMatchObject({ words: "file" });
    expect(await words({ inline: { words: ["a", "b"] } })).toMatchObject({ words: "a b" });
    expect(await words({ inline: { words: ["a", "b"] }, set: ["words={c}"] })).toMatchObject({ words: "c" });
  });

  it("leaves out the chart's own tests when asked", async () => {
    const hook = `${configMap}`.replace("metadata:", 'metadata:\n  annotations: {"helm.sh/hook": test}');
    const folder = await chart({ "templates/tests/t.yaml": hook });
    expect(await template(folder)).toHaveLength(2);
    expect(await template(folder, { skipTests: true })).toHaveLength(1);
  });

  it("is not changed by a user's own helm settings", async () => {
    vi.stubEnv("HELM_DEBUG", "true");
    const error = await template("/nonexistent").catch((reason: unknown) => reason);
    vi.unstubAllEnvs();
    expect((error as HelmError).output).not.toContain("DEBUG");
  });
});

describe("what the chart prints after an install", () => {
  it("is rendered without a cluster", async () => {
    const folder = await chart({ "templates/NOTES.txt": "Publish to {{ .Release.Name }}.\n" });
    expect(await notes(folder, { release: "tv" })).toBe("Publish to tv.");
  });
});

describe("a failure of helm", () => {
  it("keeps the chart's own refusal, all lines of it, and nothing else", async () => {
    const folder = await chart({ "templates/no.yaml": '{{ fail "storage.mode: choose one.\\nladder: is empty." }}\n' });
    const error = await template(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HelmValidationError);
    expect(error).toMatchObject({
      what: "storage.mode: choose one.\nladder: is empty.",
      where: "tiny/templates/no.yaml:1:3",
    });
  });

  it("lists values that do not fit the schema by their paths", async () => {
    const error = await template(await chart(), { inline: { words: ["a", 2], typo: 1 } }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(HelmSchemaError);
    expect((error as HelmSchemaError).problems.sort()).toEqual([
      "values: additional properties 'typo' not allowed",
      "words[1]: got number, want string",
    ]);
  });

  it("names the template whose YAML is broken, and the command", async () => {
    const folder = await chart({ "templates/bad.yaml": "a: [\n" });
    const error = await template(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HelmError);
    expect((error as HelmError).what).toMatch(/^YAML parse error on tiny\/templates\/bad\.yaml: .*[^\n]$/);
    expect((error as HelmError).command).toContain(`template hls ${folder}`);
  });

  it("says which values file does not exist", async () => {
    const options = { values: ["/nonexistent.yaml"] };
    await expect(template(await chart(), options)).rejects.toThrow(/open \/nonexistent\.yaml: no such file/);
  });
});

describe("helm lint", () => {
  it("returns what it noticed in a sound chart", async () => {
    const folder = await chart({ "Chart.yaml": "apiVersion: v2\nname: tiny\nversion: 0.1.0\n" });
    expect(await lint(folder, { strict: true })).toEqual(["[INFO] Chart.yaml: icon is recommended"]);
  });

  it("fails with its findings", async () => {
    const folder = await chart({ "templates/bad.yaml": "a: [\n" });
    const error = await lint(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HelmLintError);
    expect((error as HelmLintError).what).toMatch(/^\[ERROR\] templates\/bad\.yaml/);
  });
});
