import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { withLock } from "./lock.mjs";
import { SetupProblem, say } from "./problem.mjs";
import { runStep } from "./run.mjs";

/**
 * @typedef {{ name: string, program?: string, module?: string, file?: string }} SystemPackage
 * A Debian package, and the program, nginx module or file that shows it is installed.
 */

/** @type {{ modulesFolders: string[], packages: SystemPackage[] }} */
const system = JSON.parse(readFileSync(new URL("../system.json", import.meta.url), "utf8"));

const policyFile = "/usr/sbin/policy-rc.d";
const policy =
  "#!/bin/sh\n# Made by hls-cloud for one install of packages: starts no service. Safe to remove.\nexit 101\n";

/**
 * Installs what is missing of nginx, its modules and ffmpeg, or of other packages, where that can be done.
 * @param {string} root the project's folder
 * @param {SystemPackage[]} [wanted]
 * @throws {SetupProblem} where it cannot be done, with what to install
 */
export async function ensureSystem(root, wanted = system.packages) {
  const lacking = missing(wanted);
  if (lacking.length === 0) return;
  const where = lacking.map(describe).join(", ");
  const names = lacking.map(({ name }) => name);
  const byHand = `sudo apt-get update && sudo apt-get install --no-install-recommends ${names.join(" ")}`;
  if (!existsSync("/etc/debian_version")) {
    const hint = `Install what is named above. On Debian or Ubuntu that is: ${byHand}`;
    throw new SetupProblem({ what: "Programs are missing, and this is not Debian or Ubuntu.", where, hint });
  }
  if (process.getuid?.() !== 0) {
    throw new SetupProblem({ what: "Programs are missing, and only root may install them.", where, hint: byHand });
  }
  await withLock(join(root, ".cache", "bootstrap.lock"), () => install(wanted, byHand));
}

/**
 * @param {SystemPackage[]} wanted
 * @param {string} byHand the same install as a command for a person
 */
async function install(wanted, byHand) {
  const names = missing(wanted).map(({ name }) => name);
  if (names.length === 0) return;
  say(`installing with apt: ${names.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const patience = ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0", "-qq"];
  const hint = `Read apt's message above, then try by hand: ${byHand}`;
  await withoutServices(async () => {
    await runStep("apt-get", [...patience, "update"], { env, hint });
    await runStep("apt-get", [...patience, "install", "--yes", "--no-install-recommends", ...names], { env, hint });
  });
  const left = missing(wanted);
  if (left.length === 0) return;
  const where = left.map(describe).join(", ");
  throw new SetupProblem({ what: "apt installed the packages, but something is still missing.", where, hint: byHand });
}

/**
 * Debian's nginx package starts an nginx on port 80 as soon as it is installed; a policy file prevents it.
 * A policy that is there already is the owner's, and stays.
 * @param {() => Promise<void>} work
 */
async function withoutServices(work) {
  const foreign = existsSync(policyFile) && readFileSync(policyFile, "utf8") !== policy;
  if (foreign) return work();
  writeFileSync(policyFile, policy, { mode: 0o755 });
  try {
    await work();
  } finally {
    rmSync(policyFile, { force: true });
  }
}

/**
 * @param {SystemPackage[]} wanted
 * @returns {SystemPackage[]}
 */
function missing(wanted) {
  return wanted.filter(({ program, module, file }) => {
    if (program) return !onPath(program);
    if (module) return !system.modulesFolders.some((folder) => existsSync(join(folder, module)));
    return file !== undefined && !existsSync(file);
  });
}

/**
 * A user's PATH on Debian lacks sbin, where nginx is.
 * @param {string} program
 */
function onPath(program) {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.some((folder) => folder !== "" && existsSync(join(folder, program)));
}

/** @param {SystemPackage} wantedPackage */
function describe({ name, program, module, file }) {
  return `${program ?? module ?? file} (package ${name})`;
}
