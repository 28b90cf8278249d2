/** What other folders may import from this one. */
export { OciRegistry } from "./oci-registry.ts";
export { type Credentials, isOciAddress, OciRepository } from "./oci-repository.ts";
export { readPackage } from "./package-file.ts";
export { StaticRepository } from "./static-repository.ts";
export { type PublishTarget, publish } from "./target.ts";
