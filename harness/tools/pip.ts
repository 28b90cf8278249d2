import { execa } from "execa";
import { ensureSystem } from "../../scripts/bootstrap/system.mjs";
import { projectRoot } from "../core/index.ts";

/**
 * Makes `python3 -m pip` work, on Debian as root by an install. Few machines have it, and it is rarely needed: it is
 * not among the packages that every run checks.
 * @throws SetupProblem when it is missing and cannot be installed
 */
export async function ensurePip(): Promise<void> {
  const pip = await execa("python3", ["-m", "pip", "--version"], { reject: false });
  if (pip.failed) await ensureSystem(projectRoot, [{ name: "python3-pip", program: "pip3" }]);
}
