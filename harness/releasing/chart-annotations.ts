/**
 * What Artifact Hub is told of a package and nobody writes by hand, since it follows from something else. Each is an
 * annotation of Chart.yaml as https://artifacthub.io/docs/topics/annotations/helm/ defines it: YAML in a string.
 */
import { dump } from "js-yaml";
import { template } from "../chart/index.ts";

/** A key that signs packages. */
export interface SignKey {
  /** Of the key, in capitals. */
  readonly fingerprint: string;
  /** Where users find the public key. */
  readonly url: string;
}

/**
 * The images that a release has.
 * @param chart the chart's folder
 * @throws HelmError when the chart does not render
 */
export async function imagesAnnotation(chart: string): Promise<Record<string, string>> {
  const images = await renderedImages(chart);
  return { "artifacthub.io/images": dump(images.map((image) => ({ name: imageName(image), image }))) };
}

/** The key that signs the package. */
export function signKeyAnnotation({ fingerprint, url }: SignKey): Record<string, string> {
  return { "artifacthub.io/signKey": dump({ fingerprint, url }) };
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
  collect(await template(chart));
  return [...images].toSorted();
}

/** `registry.example.com:5000/team/hls-cloud:0.1.0` -> `hls-cloud` */
function imageName(image: string): string {
  return image.replace(/^.*\//, "").replace(/[:@].*$/, "");
}
