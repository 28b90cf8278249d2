import {
  type Manifest,
  type TierContainer,
  type TierService,
  type TierWorkload,
  template,
  type Values,
} from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";

export type { Values } from "../../harness/chart/index.ts";

/** What `helm template` made of some values. */
export class Rendered {
  readonly manifests: readonly Manifest[];

  constructor(manifests: readonly Manifest[]) {
    this.manifests = manifests;
  }

  all(kind: string): Manifest[] {
    return this.manifests.filter((manifest) => manifest.kind === kind);
  }

  names(kind: string): string[] {
    return this.all(kind).map((manifest) => manifest.metadata.name);
  }

  /** The object of this kind and name. */
  one(kind: string, name: string): Manifest {
    const found = this.all(kind).filter((manifest) => manifest.metadata.name === name);
    const [only] = found;
    if (!only || found.length > 1) {
      throw new Error(`${found.length} objects are ${kind}/${name}; the ${kind}s are ${this.names(kind).join(", ")}`);
    }
    return only;
  }

  spec<Spec = Record<string, unknown>>(kind: string, name: string): Spec {
    return this.one(kind, name)["spec"] as Spec;
  }

  service(name: string): TierService {
    return this.spec<TierService>("Service", name);
  }

  get ingest(): TierWorkload {
    return only(this.all("StatefulSet"))["spec"] as TierWorkload;
  }

  get delivery(): TierWorkload {
    return only(this.all("Deployment"))["spec"] as TierWorkload;
  }
}

/** Renders the chart with these values as the release `hls`. */
export async function render(inline: Values = {}, options: { release?: string; namespace?: string } = {}) {
  return new Rendered(await template(chartFolder, { inline, ...options }));
}

/** Renders the chart with a file of values. */
export async function renderFile(file: string, options: { release?: string } = {}): Promise<Rendered> {
  return new Rendered(await template(chartFolder, { values: [file], ...options }));
}

/** The container of a tier's pods. */
export function containerOf(workload: TierWorkload): TierContainer {
  return only(workload.template.spec.containers);
}

/** The only element. */
export function only<Element>(list: readonly Element[]): Element {
  const [first] = list;
  if (first === undefined || list.length > 1) {
    throw new Error(`expected one element, got ${list.length}`);
  }
  return first;
}
