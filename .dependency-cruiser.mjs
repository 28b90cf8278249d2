/**
 * Which folder may import from which: `test/unit/folders.test.ts` holds it.
 *
 * From the top: test, scripts (the commands), the harness by its layers, and what knows nothing of it: web, njs, and
 * the bootstrap, which runs before anything is installed.
 */

/** The harness's folders, the lowest first. A folder imports only from layers below its own. */
export const layers = [
  ["core"],
  ["tools"],
  ["chart"],
  ["stream", "verify"],
  ["image", "local", "player"],
  ["cluster", "releasing"],
  ["publishing"],
  ["bench", "e2e"],
];

const bootstrap = "^scripts/(bootstrap/|bootstrap\\.mjs$|system\\.json$)";

/** Imported without a face: browsers get it in a bundle, and no face of the harness can be in one. */
const bundled = { page: "^harness/player/page\\.ts$", may: "^harness/stream/video-clock\\.ts$" };

/** Formats and protocols of the server. */
const pure = "^server/(media|rtmp)/";

/** @param {readonly string[]} folders */
const inHarness = (folders) => `^harness/(${folders.join("|")})/`;

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const upwards = layers.map((folders, height) => ({
  name: `up-from-${folders.join("-")}`,
  comment: "It imports from its own layer or from one above. Move what both need into a folder below them.",
  severity: "error",
  from: { path: inHarness(folders) },
  to: {
    path: "^harness/",
    pathNot: ["^harness/$1/", ...(height > 0 ? [inHarness(layers.slice(0, height).flat())] : [])],
  },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...upwards,
    {
      name: "circle",
      comment: "Files import each other. Move what both need into a file of its own.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "past-the-face",
      comment: "It imports a file of another folder. Import from that folder's index.ts, and export it there.",
      severity: "error",
      from: { path: "^(?:harness/([^/]+)/|scripts/|test/(?!unit/)|[^/]+$)", pathNot: bundled.page },
      to: { path: "^harness/[^/]+/", pathNot: ["^harness/[^/]+/index\\.ts$", "^harness/$1/"] },
    },
    {
      name: "past-the-face-of-the-page",
      comment: "The page of the player is bundled for browsers: it imports files, and only those that need no Node.",
      severity: "error",
      from: { path: bundled.page },
      to: { path: "^harness/", pathNot: ["^harness/player/", bundled.may] },
    },
    {
      name: "harness-to-commands-or-tests",
      comment: "The harness knows neither commands nor tests. Move what it needs into the harness.",
      severity: "error",
      from: { path: "^harness/" },
      to: { path: "^(scripts|test)/", pathNot: bootstrap },
    },
    {
      name: "commands-to-tests",
      comment: "Commands know nothing of tests. Move what both need into the harness.",
      severity: "error",
      from: { path: "^scripts/" },
      to: { path: "^test/" },
    },
    {
      name: "bootstrap-to-others",
      comment: "The bootstrap runs before anything is installed: it has Node and its own files.",
      severity: "error",
      from: { path: bootstrap },
      to: { pathNot: bootstrap, dependencyTypesNot: ["core"] },
    },
    {
      name: "out-of-the-product",
      comment: "What runs in browsers, in nginx and in pods knows nothing of the rest.",
      severity: "error",
      from: { path: "^(web|njs|server)/" },
      to: { path: "^(harness|scripts|test|web|njs|server)/", pathNot: "^$1/" },
    },
    {
      name: "impure-format",
      comment: "Formats and protocols know nothing of sockets, files and clocks, and nothing of each other.",
      severity: "error",
      from: { path: pure },
      to: { pathNot: ["^server/$1/", "^(node:)?crypto$", "node_modules"] },
    },
  ],
  options: {
    // Imports of types count as well.
    tsPreCompilationDeps: true,
    doNotFollow: "node_modules",
    skipAnalysisNotInRules: true,
  },
};
