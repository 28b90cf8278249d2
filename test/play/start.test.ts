import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import getPort from "get-port";
import { expect, onTestFinished, test } from "vitest";
import { projectRoot, waitFor } from "../../harness/core/index.ts";
import { smallLadder } from "./support/streams.ts";

async function freePorts(): Promise<string[]> {
  const [rtmp, ingest, callback, delivery] = [await getPort(), await getPort(), await getPort(), await getPort()];
  const ports = [`rtmp=${rtmp}`, `ingest=${ingest}`, `callback=${callback}`, `delivery=${delivery}`];
  return [...ports.map((port) => `runtime.ports.${port}`), `runtime.ingestAddresses[0]=127.0.0.1:${ingest}`];
}

function start(args: readonly string[], set: readonly string[], temporary = tmpdir()) {
  const values = ["-f", smallLadder, ...set.flatMap((pair) => ["--set", pair])];
  return execa(process.execPath, ["scripts/start.ts", ...args, ...values], {
    cwd: projectRoot,
    reject: false,
    env: { TMPDIR: temporary },
  });
}

/** Command lines with this text: ffmpeg's have the RTMP port in them. */
async function processesThatName(text: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return lines.filter((line) => line.includes(`:${text}/`));
}

test("npm start -- --once --json prints one JSON object with what was checked", async () => {
  const { stdout, stderr, exitCode } = await start(["--once", "--json"], await freePorts());
  const result = JSON.parse(stdout);
  expect(result, stderr).toMatchObject({ ok: true });
  expect(exitCode).toBe(0);
  expect(result.renditions.map(({ name }: { name: string }) => name)).toEqual(["low", "src"]);
  expect(Object.keys(result.renditions[0]).sort()).toEqual(
    ["aligned", "codecs", "declaredBandwidth", "height", "measuredBandwidth", "name", "segmentSeconds", "width"].sort(),
  );
  expect(result.publishUrl).toMatch(/^rtmp:\/\/127\.0\.0\.1:\d+\/live\/bunny$/);
  expect(result.hlsUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/hls\/bunny\.m3u8$/);
  expect(result.watchUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/watch\/bunny$/);
  expect(result.dashUrl).toMatch(/\/dash\/bunny_src\.mpd$/);
  expect(result.seconds).toBeGreaterThan(0);
});

test("npm start publishes with the stream's key and plays with a token, where the values ask for them", async () => {
  const keys = ["auth.publish.keys.*=key-of-everyone", `auth.play.signed.keys[0]=${"k".repeat(32)}`];
  const ports = await freePorts();
  const { stdout, stderr } = await start(["--once", "--json"], [...ports, ...keys, "auth.play.signed.enabled=true"]);
  const result = JSON.parse(stdout);
  expect(result, stderr).toMatchObject({ ok: true });
  expect(result.hlsUrl).toMatch(/\/s\/\d+\.[\w-]{43}\/hls\/bunny\.m3u8$/);
  expect(result.dashUrl).toMatch(/\/s\/\d+\.[\w-]{43}\/dash\/bunny_src\.mpd$/);
  expect(result.publishUrl).not.toContain("key-of-everyone");
});

test("it stays up until Ctrl-C, which leaves no process and no file behind", async () => {
  const temporary = await mkdtemp(join(tmpdir(), "hls-cloud-start-"));
  await chmod(temporary, 0o755);
  onTestFinished(() => rm(temporary, { recursive: true, force: true }));
  const set = await freePorts();
  const running = start([], set, temporary);
  let text = "";
  running.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  await waitFor("the table and the URLs", { seconds: 60 }, () => {
    if (!text.includes("Ctrl-C")) throw new Error(text);
  });
  expect(text).toMatch(/low .*160x90 .*avc1\./);
  running.kill("SIGINT");
  const { exitCode } = await running;
  expect(exitCode).toBe(0);
  expect(await readdir(temporary)).toEqual([]);
  expect(await processesThatName(set[0]?.split("=")[1] ?? "")).toEqual([]);
  for (const port of set.map((pair) => Number(pair.split(/[=:]/).at(-1)))) {
    await expect(fetch(`http://127.0.0.1:${port}/`), `port ${port}`).rejects.toThrow();
  }
});

test("a port in use is named, with what to do", async () => {
  const set = await freePorts();
  const port = Number(set[0]?.split("=")[1]);
  const server = createServer().listen(port, "127.0.0.1");
  onTestFinished(() => void server.close());
  const { stdout, stderr, exitCode } = await start(["--once", "--json"], set);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`Port ${port} of ingest cannot be used: another program listens on it.`);
  expect(stderr).toContain("--set runtime.ports.NAME=PORT");
  expect(JSON.parse(stdout)).toMatchObject({ ok: false });
});

test("values that the chart refuses and inputs without video are named, with what to do", async () => {
  const refused = await start(["--once"], ["hls.fragments=3"]);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain("hls");
  expect(refused.stderr).toContain("fragments");
  const missing = await start(["--once", "--input", "/nowhere.mp4"], await freePorts());
  expect(missing.exitCode).toBe(1);
  expect(missing.stderr).toContain("/nowhere.mp4");
});

test.runIf(process.getuid?.() === 0)("a temporary folder that nginx cannot enter is named", async () => {
  const temporary = await mkdtemp(join(tmpdir(), "hls-cloud-start-"));
  onTestFinished(() => rm(temporary, { recursive: true, force: true }));
  const { stderr, exitCode } = await start(["--once"], await freePorts(), temporary);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`where: ${temporary}`);
  expect(stderr).toContain("Set TMPDIR");
});
