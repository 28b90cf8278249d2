/** What other folders may import from this one. */
export { OciRegistry } from "./oci-registry.ts";
export { OciRepository } from "./oci-repository.ts";
export { readPackage } from "./package-file.ts";
export { StaticRepository } from "./static-repository.ts";
export { type PublishTarget, pushChart } from "./target.ts";
export { credentialVariables, environmentCredentials, openTarget, parseTarget } from "./target-address.ts";
