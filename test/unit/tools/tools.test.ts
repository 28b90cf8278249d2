import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { ToolError } from "../../../harness/core/errors.ts";
import { locateFetchedTool, nginxModulesFolder, systemTool } from "../../../harness/tools/tools.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** A folder with a helm that only knows its version. */
function fakeHelm(version: string): Promise<string> {
  return temporaryFolder({ helm: `#!/bin/sh\necho ${version}\n` }, 0o755);
}

describe("helm", () => {
  it.each(["v3.14.0", "v3.21.4", "v4.0.0"])("is taken from PATH when it is %s", async (version) => {
    const path = await fakeHelm(version);
    expect(await locateFetchedTool("helm", { path, cache: "/nonexistent" })).toBe(join(path, "helm"));
  });

  it("is fetched when the one on PATH is too old, by two processes at once", { timeout: 120_000 }, async () => {
    const path = await fakeHelm("v3.13.9");
    const cache = await temporaryFolder();
    const [first, second] = await Promise.all([
      locateFetchedTool("helm", { path, cache }),
      locateFetchedTool("helm", { path, cache }),
    ]);
    expect(second).toBe(first);
    const { stdout } = await execa(first, ["version", "--template", "{{.Version}}"]);
    expect(stdout).toMatch(/^v4\./);
    expect(await readdir(join(cache, "tools")), "leftovers of unpacking").toHaveLength(1);
  });
});

describe("kubeconform", () => {
  it("is taken from PATH first", async () => {
    const path = await temporaryFolder({ kubeconform: "#!/bin/sh\n" }, 0o755);
    expect(await locateFetchedTool("kubeconform", { path, cache: "/nonexistent" })).toBe(join(path, "kubeconform"));
  });
});

describe("a program of the system", () => {
  it.each(["nginx", "ffmpeg", "ffprobe"] as const)("%s is found", async (name) => {
    expect(await systemTool(name)).toMatch(new RegExp(`/${name}$`));
  });

  it("is found in sbin although a user's PATH lacks it", async () => {
    expect(await systemTool("nginx", "/nonexistent")).toBe("/usr/sbin/nginx");
  });

  it("that is missing is an error with the package to install", async () => {
    const search = systemTool("ffprobe", "/nonexistent");
    await expect(search).rejects.toThrow(ToolError);
    await expect(search).rejects.toThrow(/ffprobe is missing[\s\S]*apt-get install .*ffmpeg/);
  });
});

describe("nginx's modules", () => {
  it("are found together in one folder", () => {
    expect(nginxModulesFolder()).toMatch(/nginx\/modules$/);
  });

  it("that are missing are an error with the packages to install", () => {
    expect(() => nginxModulesFolder(["/nonexistent"])).toThrow(/libnginx-mod-rtmp/);
  });
});
