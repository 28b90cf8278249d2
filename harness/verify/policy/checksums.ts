import type { Manifest } from "../../chart/index.ts";
import { ofKind, title } from "./objects.ts";

/** What was seen so far: the configuration of each checksum, and the checksum of each configuration. */
export class Checksums {
  readonly #texts = new Map<string, string>();
  readonly #sums = new Map<string, string>();

  /**
   * Checks that pods restart for a change of their configuration and for nothing else: over many renders, one
   * configuration has one checksum, and one checksum stands for one configuration.
   * @param manifests one render
   * @returns a line for each problem
   */
  problems(manifests: readonly Manifest[]): string[] {
    return ofKind(manifests, "Deployment", "StatefulSet").flatMap((workload) => {
      const { template } = workload["spec"] as {
        template: {
          metadata: { annotations?: Record<string, string> };
          spec: { volumes?: { name: string; configMap?: { name: string } }[] };
        };
      };
      const sum = template.metadata.annotations?.["checksum/config"];
      if (!sum) return [`${title(workload)}: its pods have no checksum of their configuration`];
      const names = (template.spec.volumes ?? []).flatMap(({ configMap }) => configMap?.name ?? []);
      const maps = ofKind(manifests, "ConfigMap").filter(({ metadata }) => names.includes(metadata.name));
      const text = JSON.stringify(maps.map((map) => map["data"]));
      return this.#contradictions(text, sum).map((problem) => `${title(workload)}: ${problem}`);
    });
  }

  #contradictions(text: string, sum: string): string[] {
    const known = this.#sums.get(text) ?? sum;
    const knownText = this.#texts.get(sum) ?? text;
    this.#sums.set(text, known);
    this.#texts.set(sum, knownText);
    return [
      ...(known === sum ? [] : ["its pods restart although their configuration is the same"]),
      ...(knownText === text ? [] : ["its pods do not restart although their configuration is another one"]),
    ];
  }
}
