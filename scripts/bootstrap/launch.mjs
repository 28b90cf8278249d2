import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { SetupProblem } from "./problem.mjs";

/** The first Node that runs TypeScript without a flag and is what vitest, execa and the others ask for. */
const oldestNode = 24;

/** npm passes Ctrl-C on although the terminal has sent it already; both arrive well within this time. */
const samePressMilliseconds = 300;

/** @type {NodeJS.Signals[]} */
const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs the target on the project's own Node and waits for it. The streams are this process's own.
 * @param {string} root the project's folder
 * @param {string} target a script of the project (scripts/start.ts) or a program of node_modules/.bin (vitest)
 * @param {string[]} args
 * @returns {Promise<number>} the exit code; 128 + the signal's number when a signal ended it, as in a shell
 */
export async function launch(root, target, args) {
  const node = findNode(root);
  const command = [...diesWithParent(), ...commandFor(root, node, target), ...args];
  const [program = node, ...rest] = command;
  const path = [dirname(node), join(root, "node_modules", ".bin"), process.env["PATH"] ?? ""].join(delimiter);
  // A group of its own: then a signal reaches the target only through this process, and so exactly once.
  const child = spawn(program, rest, { stdio: "inherit", detached: true, env: { ...process.env, PATH: path } });
  forwardSignals(child);
  return new Promise((settle, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => settle(signal ? 128 + constants.signals[signal] : (code ?? 1)));
  });
}

/**
 * @param {string} root the project's folder
 * @returns {string} the path of a Node that is new enough
 */
function findNode(root) {
  const { platform, arch, versions, execPath } = process;
  const folders = [`node-${platform}-${arch}`, `node-bin-${platform}-${arch}`];
  const own = folders.map((name) => join(root, "node_modules", name, "bin", "node")).find((file) => existsSync(file));
  if (own) return own;
  if (Number.parseInt(versions.node, 10) >= oldestNode) return execPath;
  throw new SetupProblem({
    what: `Node ${oldestNode} is needed, this is ${versions.node}, and no npm package brings it for ${platform}-${arch}.`,
    where: execPath,
    hint: `Install Node ${oldestNode} or newer and start the same command again.`,
  });
}

/**
 * @param {string} root
 * @param {string} node
 * @param {string} target
 */
function commandFor(root, node, target) {
  const isScript = /\.(ts|mjs|js)$/.test(target);
  const file = isScript ? resolve(root, target) : join(root, "node_modules", ".bin", target);
  if (!existsSync(file)) {
    const hint = isScript
      ? "Check the script's name."
      : "Check the program's name, or remove node_modules to install anew.";
    throw new SetupProblem({ what: `There is no ${target} to start.`, where: file, hint });
  }
  return isScript ? [node, file] : [file];
}

/** A killed parent cannot forward anything. Where the kernel can tell the child, it does (util-linux's setpriv). */
function diesWithParent() {
  const setpriv = "/usr/bin/setpriv";
  return process.platform === "linux" && existsSync(setpriv) ? [setpriv, "--pdeathsig", "TERM"] : [];
}

/** @param {import("node:child_process").ChildProcess} child */
function forwardSignals(child) {
  /** @type {Map<NodeJS.Signals, number>} */
  const last = new Map();
  for (const signal of forwarded) {
    process.on(signal, () => {
      const now = Date.now();
      const isRepeat = now - (last.get(signal) ?? 0) < samePressMilliseconds;
      last.set(signal, now);
      if (!isRepeat) child.kill(signal);
    });
  }
}
