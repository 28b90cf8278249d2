/** What other folders may import from this one. */
export { buildGoTool, builtPrograms, type GoTool as BuiltProgram, locateGo, runGo } from "./go-tools.ts";
export { helm4 } from "./helm-4.ts";
export { type HelmMajor, helmMajors, helmVariable, withHelm } from "./helm-versions.ts";
export { fetchNpmPackage, fetchWheel, type PinnedPackage } from "./pinned-package.ts";
export { linkPythonTools } from "./python-tools.ts";
export { cacheFolder, fetchedTool, nginxModulesFolder, systemTool } from "./tools.ts";
