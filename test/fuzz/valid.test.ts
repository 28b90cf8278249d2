import fc from "fast-check";
import { expect, test } from "vitest";
import { HelmValidationError, parseManifests, splitDocuments, templateText } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { checkManifests, kubernetesVersions, testConfiguration } from "../../harness/verify/index.ts";
import { parameters, related, seed, valuesOf } from "./fuzzing.ts";
import { dotted } from "./schema.ts";
import { type Setting, validSettings } from "./valid-values.ts";

const [, , newestKubernetes] = kubernetesVersions;

/**
 * Renders settings that the schema allows. Where the chart refuses how they go together, the setting that its message
 * names is left out, so that each refusal must name a value whose change helps.
 */
async function renderSettled(settings: readonly Setting[]): Promise<{ text: string; kept: readonly Setting[] }> {
  try {
    const text = await templateText(chartFolder, { inline: valuesOf(settings), kubeVersion: newestKubernetes });
    return { text, kept: settings };
  } catch (error) {
    if (!(error instanceof HelmValidationError)) throw error;
    const lines = error.what.split("\n- ").slice(1);
    expect(lines.length, error.what).toBeGreaterThan(0);
    const named = settings.filter(({ path }) => lines.some((line) => concerns(line, dotted(path))));
    // A default may be what does not fit: then it is told, and a setting beside it is the cause.
    const beside = settings.filter(({ path }) => lines.some((line) => line.startsWith(`${path[0]}.`)));
    const blamed = named.length > 0 ? named : beside;
    const kept = settings.filter((setting) => !blamed.includes(setting));
    expect(kept.length, `no setting is named by: ${error.what}`).toBeLessThan(settings.length);
    return renderSettled(kept);
  }
}

/** Whether a line of a refusal is about a value: by its subject, or as the other half of what does not go together. */
function concerns(line: string, path: string): boolean {
  return related(line.split(": ")[0] ?? "", path) || line.includes(path);
}

const parts = [0, 1, 2];
const runs = 40;

/** In parts, since each case waits for four processes. */
test.concurrent.each(parts)(
  `values that the schema allows render, fit Kubernetes and are taken by nginx (seed ${seed}, part %i)`,
  async (part) => {
    let keptAll = 0;
    await fc.assert(
      fc.asyncProperty(validSettings, async (settings) => {
        const { text, kept } = await renderSettled(settings);
        if (kept.length === settings.length) keptAll += 1;
        const verdicts = await checkManifests(splitDocuments(text), newestKubernetes);
        expect(verdicts.filter(({ verdict }) => verdict !== "valid")).toEqual([]);
        const manifests = parseManifests(text);
        for (const tier of ["ingest", "delivery"] as const) {
          expect(await testConfiguration(manifests, tier)).toMatchObject({ ok: true });
        }
      }),
      parameters(runs, part),
    );
    // Were most of them refused, little would be tested.
    expect(keptAll).toBeGreaterThan(runs / 4);
  },
);
