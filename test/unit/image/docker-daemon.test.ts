import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it, onTestFinished, vi } from "vitest";
import { ensureDocker, stopDocker } from "../../../harness/image/docker-daemon.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** Makes this the cache folder until the test ends. */
function useCache(cache: string): void {
  vi.stubEnv("XDG_CACHE_HOME", cache);
  onTestFinished(() => void vi.unstubAllEnvs());
}

it("the daemon that was started here is stopped by its process id, once", async () => {
  const cache = await temporaryFolder({ "hls-cloud/docker/dockerd.pid": "" });
  useCache(cache);
  // It names its pid file in its arguments, as dockerd does.
  const pidFile = join(cache, "hls-cloud/docker/dockerd.pid");
  const daemon = execa("tail", ["-f", "/dev/null", pidFile], { reject: false });
  await writeFile(pidFile, String(daemon.pid));
  expect(await stopDocker()).toBe(true);
  expect((await daemon).signal).toBe("SIGTERM");
  expect(await stopDocker()).toBe(false);
});

it("a process that has taken over a dead daemon's number is left alone", async () => {
  const cache = await temporaryFolder({ "hls-cloud/docker/dockerd.pid": String(process.pid) });
  useCache(cache);
  expect(await stopDocker()).toBe(false);
});

it("a DOCKER_HOST that does not answer is named, and nothing is installed or started", async () => {
  vi.stubEnv("DOCKER_HOST", "unix:///nonexistent.sock");
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(ensureDocker()).rejects.toThrow(
    /No Docker daemon answers there[\s\S]*DOCKER_HOST=unix:\/\/\/nonexistent/,
  );
});
