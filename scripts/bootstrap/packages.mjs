import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { withLock } from "./lock.mjs";
import { SetupProblem, say } from "./problem.mjs";
import { runStep } from "./run.mjs";

/** What npm reads from package.json when it installs. An edited script is no reason to install again. */
const installFields = ["dependencies", "devDependencies", "optionalDependencies", "overrides", "allowScripts"];

/**
 * Installs the npm packages when they are missing or out of date.
 * @param {string} root the project's folder
 * @returns {Promise<boolean>} whether it had to install
 */
export async function ensurePackages(root) {
  if (isCurrent(root)) return false;
  return withLock(join(root, ".cache", "bootstrap.lock"), async () => {
    if (isCurrent(root)) return false;
    await install(root);
    return true;
  });
}

/**
 * @param {string} root the project's folder
 * @returns {boolean} whether node_modules is what package.json and package-lock.json ask for on this platform
 */
export function isCurrent(root) {
  const file = stampFile(root);
  return existsSync(file) && readFileSync(file, "utf8") === wantedStamp(root);
}

/** @param {string} root */
async function install(root) {
  const started = Date.now();
  say("installing the npm packages (the first run only; about a minute)");
  // The log level goes against .npmrc on purpose: an install that fails must say why.
  // Include: NODE_ENV=production or a user's own omit setting would leave out what this project runs on.
  const args = ["ci", "--loglevel=error", "--ignore-scripts", "--include=dev", "--include=optional"];
  await runStep("npm", args, {
    cwd: root,
    env: { ...process.env, PATH: pathWithout(join(root, "node_modules")) },
    hint: "Read npm's message above. Check the connection to the npm registry, then start the same command again.",
  });
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeFileSync(stampFile(root), wantedStamp(root));
  say(`npm packages are in place (${Math.round((Date.now() - started) / 1000)} s)`);
}

/** @param {string} root */
function stampFile(root) {
  return join(root, "node_modules", ".hls-cloud-stamp");
}

/** @param {string} root */
function wantedStamp(root) {
  /** @type {Record<string, unknown>} */
  const manifest = JSON.parse(read(join(root, "package.json")));
  const asked = installFields.map((field) => manifest[field] ?? null);
  const hash = createHash("sha256")
    .update(JSON.stringify(asked))
    .update(read(join(root, "package-lock.json")));
  return `${process.platform}-${process.arch} ${hash.digest("hex")}\n`;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const hint = "Start from a complete checkout of the project.";
    throw new SetupProblem({ what: `A file of the project cannot be read (${String(cause)}).`, where: file, hint });
  }
}

/**
 * npm must not run on the Node that it is about to replace.
 * @param {string} folder
 */
function pathWithout(folder) {
  const entries = (process.env["PATH"] ?? "").split(delimiter);
  return entries.filter((entry) => !entry.startsWith(folder)).join(delimiter);
}
