import type { Progress } from "../core/index.ts";
import { docker } from "./docker.ts";

/**
 * Pushes an image to the registry that its name has.
 * @param name `host/path:tag`
 * @throws ToolError when the registry does not take it
 */
export async function pushImage(name: string, progress: Progress = () => {}): Promise<void> {
  const host = name.split("/")[0];
  const hint = `Check that the registry answers and that you may push there: docker login ${host}`;
  await docker(["push", name], { hint, onLine: progress });
}
