#!/usr/bin/env node
// Makes a fresh machine ready, then starts a script or a program of this project on the project's own Node.
//
//   node scripts/bootstrap.mjs [--npm-only] TARGET [ARGS...]
//
// TARGET is a script (scripts/start.ts) or a program of node_modules/.bin (vitest). --npm-only skips what comes from
// the system's package manager. This file and bootstrap/ use nothing but Node 20, because they run before any install.

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./bootstrap/launch.mjs";
import { ensurePackages } from "./bootstrap/packages.mjs";
import { SetupProblem, say } from "./bootstrap/problem.mjs";
import { ensureSystem } from "./bootstrap/system.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  say(error.message);
  process.exitCode = 1;
}

/**
 * @param {string[]} argv
 * @returns {Promise<number>} the exit code
 */
async function main(argv) {
  const npmOnly = argv[0] === "--npm-only";
  const [target, ...args] = npmOnly ? argv.slice(1) : argv;
  if (!target) {
    const hint = "node scripts/bootstrap.mjs [--npm-only] TARGET [ARGS...], for example: npm start";
    throw new SetupProblem({ what: "Nothing to start was named.", where: "the command line", hint });
  }
  await ensurePackages(root);
  if (!npmOnly) await ensureSystem(root);
  return launch(root, target, args);
}
