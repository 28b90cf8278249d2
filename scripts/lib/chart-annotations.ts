/** What Artifact Hub is told of a package and nobody writes by hand, since it follows from something else. */
import { dump } from "js-yaml";
import { templateText } from "./helm.ts";
import { parseManifests } from "./manifests.ts";

/** A key that signs packages. */
export interface SignKey {
  /** Of the key, in capitals. */
  readonly fingerprint: string;
  /** Where users find the public key. */
  readonly url: string;
}

/**
 * Annotations of Chart.yaml as Artifact Hub defines them
 * (https://artifacthub.io/docs/topics/annotations/helm/): YAML in strings.
 * @param chart the chart's folder
 * @param signKey the key that signs the package, if one does
 * @throws HelmError when the chart does not render
 */
export async function derivedAnnotations(chart: string, signKey?: SignKey): Promise<Record<string, string>> {
  const images = (await renderedImages(chart)).map((image) => ({ name: imageName(image), image }));
  const annotations = { "artifacthub.io/images": dump(images) };
  return signKey ? { ...annotations, "artifacthub.io/signKey": dump({ ...signKey }) } : annotations;
}

/** Every image of a release with the chart's own values. */
async function renderedImages(chart: string): Promise<string[]> {
  const images = new Set<string>();
  const collect = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === "image" && typeof value === "string") images.add(value);
      else collect(value);
    }
  };
  collect(parseManifests(await templateText(chart)));
  return [...images].toSorted();
}

/** `registry.example.com:5000/team/hls-cloud:0.1.0` -> `hls-cloud` */
function imageName(image: string): string {
  return image.replace(/^.*\//, "").replace(/[:@].*$/, "");
}
