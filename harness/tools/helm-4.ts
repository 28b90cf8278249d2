/** helm 4 packages a chart to the same bytes each time: it takes the files' times, helm 3 the clock's. */
import { ToolError } from "../core/index.ts";
import { fetchedTool, helmVersion, locateFetchedTool } from "./tools.ts";

let found: Promise<string> | undefined;

/**
 * A helm that packages and publishes: the one that everything else is done with, unless that is helm 3. Looked up once.
 * @returns its path
 * @throws ToolError when there is none
 */
export function helm4(): Promise<string> {
  found ??= locate();
  // A failure may pass, so that only a success is remembered.
  found.catch(() => {
    found = undefined;
  });
  return found;
}

async function locate(): Promise<string> {
  const usual = await fetchedTool("helm");
  const version = await helmVersion(usual);
  // One that does not tell its version counts as recent.
  if (!/^v[0-3]\./.test(version)) return usual;
  return locateFetchedTool("helm", { path: "" }).catch((cause: unknown) => {
    const what = `helm ${version} cannot package a chart to the same bytes twice.`;
    throw new ToolError({ what, where: usual, hint: "Install helm 4, on PATH.", command: "helm package", cause });
  });
}
