/** What other folders may import from this one. */
export { docker, dockerVersion, inspectImage } from "./docker.ts";
export { ensureDocker, hasSysResource, stopDocker } from "./docker-daemon.ts";
export {
  buildContext,
  chartImage,
  ensureImage,
  type Image,
  imageValues,
  layOutContext,
  nameForChart,
  proxies,
} from "./image.ts";
export { findBase, pull } from "./image-base.ts";
export { pushImage } from "./image-push.ts";
