/** What other folders may import from this one. */
export { changelogPath, changesIn, notesOf } from "./changelog.ts";
export { chartManifestPath, readChartManifest, releaseChartManifest } from "./chart-manifest.ts";
export { releaseBranch } from "./obstacles.ts";
export { makeRelease, prepareRelease, showRelease } from "./release.ts";
export { packageChart, provenanceOf, type Signing, signerOf } from "./release-archive.ts";
export { isUnchanged, lastReleased, type ReleasedChart, releasedFolder } from "./released-chart.ts";
export { ensureReleasedImage, keepRelease } from "./released-image.ts";
export { readSigning } from "./signing-options.ts";
export { bumps, type WantedVersion } from "./version.ts";
