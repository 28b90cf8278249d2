/** Makes Docker answer: finds a daemon, or installs and starts one where no init system does. */
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { withLock } from "../../scripts/bootstrap/lock.mjs";
import { ensureSystem } from "../../scripts/bootstrap/system.mjs";
import system from "../../scripts/system.json" with { type: "json" };
import { findProgram, type Progress, projectRoot, ToolError, waitFor } from "../core/index.ts";
import { cacheFolder } from "../tools/index.ts";
import { dockerVersion } from "./docker.ts";

const places = () => {
  const folder = join(cacheFolder(), "docker");
  return {
    data: join(folder, "data"),
    pid: join(folder, "dockerd.pid"),
    log: join(folder, "dockerd.log"),
    runtime: join(folder, "runc-without-sys-resource.sh"),
    lock: join(folder, "lock"),
  };
};

/**
 * Makes Docker answer. On Debian as root it installs and starts what is missing; elsewhere it says what to do.
 * @returns the daemon's version
 * @throws ToolError or SetupProblem when it cannot
 */
export async function ensureDocker(progress: Progress = () => {}): Promise<string> {
  const version = await dockerVersion();
  if (version) return version;
  assertMayStart();
  return withLock(places().lock, async () => {
    await ensureSystem(projectRoot, system.docker);
    // Newer Debian has the client in a package of its own.
    await ensureSystem(projectRoot, system.dockerClient);
    const started = await dockerVersion();
    return started ?? (await startDaemon(progress));
  });
}

/**
 * Stops the daemon that ensureDocker started, with its containers. Its images stay for the next time.
 * @returns whether there was one
 */
export async function stopDocker(): Promise<boolean> {
  const pid = await ownDaemon();
  if (pid === undefined) return false;
  process.kill(pid, "SIGTERM");
  await waitFor(`the end of dockerd, process ${pid}`, { seconds: 60 }, async () => {
    if (await isOwnDaemon(pid)) throw new Error("it runs");
  }).catch((cause: unknown) => {
    const what = `dockerd, process ${pid}, does not end.`;
    const hint = `See its log for what it waits for. When nothing helps: kill -KILL ${pid}`;
    throw new ToolError({ what, where: places().log, hint, command: `kill ${pid}`, cause });
  });
  await rm(places().pid, { force: true });
  return true;
}

function assertMayStart(): void {
  const host = process.env["DOCKER_HOST"];
  const problem = host
    ? "No Docker daemon answers there."
    : process.platform !== "linux" || process.getuid?.() !== 0
      ? "No Docker daemon answers, and only root on Linux can start one."
      : undefined;
  if (!problem) return;
  const hint = "Start Docker, or let DOCKER_HOST name a daemon that runs. `docker version` shows whether it answers.";
  const where = host ? `DOCKER_HOST=${host}` : "docker version";
  throw new ToolError({ what: problem, where, hint, command: "docker version" });
}

async function startDaemon(progress: Progress): Promise<string> {
  const { data, pid, log } = places();
  progress(`starting dockerd (its log: ${log})`);
  await mkdir(data, { recursive: true });
  // Left by a daemon that crashed: dockerd would refuse to start once another process has that number.
  await rm(pid, { force: true });
  const program = (await findProgram("dockerd")) ?? "dockerd";
  const args = ["--data-root", data, "--pidfile", pid, "--host", "unix:///var/run/docker.sock", ...(await runtime())];
  const output = openSync(log, "w");
  // It outlives this process on purpose: stopDocker finds it again by its pid file.
  const daemon = spawn(program, args, { stdio: ["ignore", output, output], detached: true });
  closeSync(output);
  daemon.unref();
  const ended = new AbortController();
  daemon.once("exit", () => ended.abort(new Error("dockerd ended")));
  daemon.once("error", (error) => ended.abort(error));
  const command = [program, ...args].join(" ");
  return waitFor("dockerd", { seconds: 60, signal: ended.signal }, async () => {
    const version = await dockerVersion();
    if (!version) throw new Error("it does not answer yet");
    return version;
  }).catch(async (cause: unknown) => {
    const text = await readFile(log, "utf8");
    const what = `dockerd does not start:\n${text.trimEnd().split("\n").slice(-5).join("\n")}`;
    const hint = "Correct what it complains about, or start Docker in another way.";
    throw new ToolError({ what, where: log, hint, command, output: text, cause });
  });
}

/** Arguments that name our own OCI runtime, where runc alone would fail. */
async function runtime(): Promise<string[]> {
  if (await hasSysResource()) return [];
  // A copy: the daemon may live longer than this checkout. Renamed into place, since a daemon may be running it.
  const { runtime: file } = places();
  await copyFile(join(projectRoot, "scripts/docker/runc-without-sys-resource.sh"), `${file}.${process.pid}`);
  await rename(`${file}.${process.pid}`, file);
  const name = "hls-cloud";
  return ["--add-runtime", `${name}=${file}`, "--default-runtime", name];
}

/** Whether the bounding set has CAP_SYS_RESOURCE. */
export async function hasSysResource(): Promise<boolean> {
  const status = await readFile("/proc/self/status", "utf8");
  const bounding = /^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return bounding === undefined || ((BigInt(`0x${bounding}`) >> 24n) & 1n) === 1n;
}

/** The process id of the daemon that was started here, undefined when it does not run. */
async function ownDaemon(): Promise<number | undefined> {
  const { pid: file } = places();
  if (!existsSync(file)) return undefined;
  const pid = Number((await readFile(file, "utf8")).trim());
  return (await isOwnDaemon(pid)) ? pid : undefined;
}

/** A pid file may outlive its process, and the number then belong to another. */
async function isOwnDaemon(pid: number): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return commandLine.split("\0").includes(places().pid);
}
