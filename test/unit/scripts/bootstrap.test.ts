import { chmod, cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../temporary-folder.ts";

const project = join(import.meta.dirname, "../../..");

/** A project without dependencies, so that its installs are real and take no time. */
async function emptyProject(files: Record<string, string> = {}): Promise<string> {
  const manifest = { name: "tiny", version: "1.0.0", lockfileVersion: 3 };
  const root = await temporaryFolder({
    "package.json": JSON.stringify({ name: "tiny", version: "1.0.0" }),
    "package-lock.json": JSON.stringify({ ...manifest, packages: { "": { name: "tiny", version: "1.0.0" } } }),
    "node_modules/.keep": "",
    ...files,
  });
  for (const path of ["scripts/bootstrap.mjs", "scripts/bootstrap", "scripts/system.json"]) {
    await cp(join(project, path), join(root, path), { recursive: true });
  }
  return root;
}

interface RunOptions {
  readonly reject?: boolean;
  readonly detached?: boolean;
  readonly timeout?: number;
}

function bootstrap(root: string, args: string[], options: RunOptions = {}) {
  return execa(process.execPath, [join(root, "scripts/bootstrap.mjs"), "--npm-only", ...args], options);
}

const hello = { "hello.mjs": "console.log(JSON.stringify(process.argv.slice(2)));\n" };

describe("the bootstrap", () => {
  it("installs on the first run only, and leaves stdout to the target", async () => {
    const root = await emptyProject(hello);
    const first = await bootstrap(root, ["hello.mjs", "--once", "a b"]);
    expect(first.stderr).toMatch(/installing the npm packages/);
    expect(first.stdout).toBe('["--once","a b"]');
    const second = await bootstrap(root, ["hello.mjs"]);
    expect(second.stderr).toBe("");
  });

  it("installs again when the dependencies changed, and not when a script changed", async () => {
    const root = await emptyProject(hello);
    await bootstrap(root, ["hello.mjs"]);
    const manifest = join(root, "package.json");
    const content = JSON.parse(await readFile(manifest, "utf8"));
    await writeFile(manifest, JSON.stringify({ ...content, scripts: { lint: "true" } }));
    expect((await bootstrap(root, ["hello.mjs"])).stderr).toBe("");
    await writeFile(manifest, JSON.stringify({ ...content, overrides: { a: "1.0.0" } }));
    expect((await bootstrap(root, ["hello.mjs"])).stderr).toMatch(/installing/);
    await rm(join(root, "node_modules"), { recursive: true });
    expect((await bootstrap(root, ["hello.mjs"])).stderr).toMatch(/installing/);
  });

  it("lets only one of two that start at once install", async () => {
    const root = await emptyProject(hello);
    const runs = await Promise.all([bootstrap(root, ["hello.mjs"]), bootstrap(root, ["hello.mjs"])]);
    expect(runs.filter(({ stderr }) => /installing/.test(stderr))).toHaveLength(1);
    expect(runs.map(({ stdout }) => stdout)).toEqual(["[]", "[]"]);
  });

  it("takes over the lock of a process that is gone", async () => {
    const gone = await execa("sh", ["-c", "echo $$"]);
    const root = await emptyProject({ ...hello, ".cache/bootstrap.lock": gone.stdout });
    expect((await bootstrap(root, ["hello.mjs"], { timeout: 20_000 })).stderr).toMatch(/in place/);
  });

  it("says what to do when the install fails, and starts nothing", async () => {
    const root = await emptyProject(hello);
    await writeFile(join(root, "package.json"), JSON.stringify({ name: "tiny", dependencies: { zx: "1.0.0" } }));
    const { exitCode, stderr, stdout } = await bootstrap(root, ["hello.mjs"], { reject: false });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/where: npm ci/);
    expect(stderr).toMatch(/do: {4}\S/);
  });

  it("gives the target Node and the project's programs first in PATH", async () => {
    const root = await emptyProject({ "path.mjs": "console.log(process.env.PATH)\n" });
    const { stdout } = await bootstrap(root, ["path.mjs"]);
    expect(stdout.split(":")[1]).toBe(join(root, "node_modules/.bin"));
  });

  it("runs its target on Node 24 or newer", async () => {
    const { stdout } = await bootstrap(project, ["node", "--version"]);
    expect(Number.parseInt(stdout.slice(1), 10)).toBeGreaterThanOrEqual(24);
  });

  it("names a target that does not exist", async () => {
    const { exitCode, stderr } = await bootstrap(project, ["scripts/nothing.ts"], { reject: false });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("There is no scripts/nothing.ts to start.");
  });

  it("keeps the target's exit code", async () => {
    const root = await emptyProject({ "seven.mjs": "process.exit(7)\n" });
    expect((await bootstrap(root, ["seven.mjs"], { reject: false })).exitCode).toBe(7);
  });
});

describe("a program of the system that is missing", () => {
  it("is named with its package and the command that installs it, where the bootstrap may not", {
    skip: process.getuid?.() !== 0,
  }, async () => {
    const missing = { modulesFolders: ["/nonexistent"], packages: [{ name: "some-package", module: "some.so" }] };
    const root = await emptyProject(hello);
    await writeFile(join(root, "scripts/system.json"), JSON.stringify(missing));
    await bootstrap(root, ["hello.mjs"]);
    await chmod(root, 0o755);
    const args = [join(root, "scripts/bootstrap.mjs"), "hello.mjs"];
    const { exitCode, stderr, stdout } = await execa(process.execPath, args, { uid: nobody, reject: false });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("some.so (package some-package)");
    expect(stderr).toMatch(/apt-get install --no-install-recommends some-package$/);
  });
});

const nobody = 65534;

/** Counts signals for a while, then says how many came. */
const counter = `
let count = 0;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => { count += 1; });
setTimeout(() => console.log(count), 1500);
console.log("ready", process.pid);
`;

describe("a signal to the bootstrap", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("reaches the target once when npm repeats %s", async (signal) => {
    const root = await emptyProject({ "counter.mjs": counter });
    const run = bootstrap(root, ["counter.mjs"], { detached: true });
    await until(run, /ready/);
    // A terminal signals the whole group, and npm passes the same signal on.
    if (run.pid) process.kill(-run.pid, signal);
    run.kill(signal);
    expect((await run).stdout).toMatch(/^ready \d+\n1$/);
  });

  it("ends the target even when the bootstrap is killed outright", {
    skip: process.platform !== "linux",
  }, async () => {
    const root = await emptyProject({ "wait.mjs": waiter });
    const run = bootstrap(root, ["wait.mjs"], { reject: false });
    await until(run, /ready/);
    run.kill("SIGKILL");
    expect((await run).stdout).toBe("ready\nended in order");
  });
});

describe("npm start", () => {
  it("prints nothing of its own on stdout, and a signal to it lets the target end in order", async () => {
    const { scripts } = JSON.parse(await readFile(join(project, "package.json"), "utf8"));
    const root = await emptyProject({
      "wait.mjs": waiter,
      "package.json": JSON.stringify({ scripts: { start: scripts.start.replace("scripts/start.ts", "wait.mjs") } }),
      "package-lock.json": JSON.stringify({ lockfileVersion: 3, packages: {} }),
      ".npmrc": await readFile(join(project, ".npmrc"), "utf8"),
    });
    const run = execa("npm", ["start"], { cwd: root });
    await until(run, /ready/);
    run.kill("SIGTERM");
    const { stdout, exitCode } = await run;
    expect({ stdout, exitCode }).toEqual({ stdout: "ready\nended in order", exitCode: 0 });
  });
});

/** Ends by itself, so that a failed test leaves nothing behind. */
const waiter = `
process.on("SIGTERM", () => { console.log("ended in order"); process.exit(); });
setTimeout(() => {}, 5000);
console.log("ready");
`;

interface Running {
  readonly stdout: Readable | null;
  catch(onFailure: (reason: unknown) => void): unknown;
}

/** Waits for a line on a running process's stdout. */
function until(run: Running, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    run.stdout?.on("data", (chunk: Buffer) => {
      const match = pattern.exec(chunk.toString());
      if (match) resolve(match);
    });
    run.catch(reject);
  });
}
