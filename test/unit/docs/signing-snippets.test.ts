import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { findProgram } from "../../../harness/core/find-program.ts";
import { projectRoot } from "../../../harness/core/project.ts";
import { signToken } from "../../../njs/playback-token.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const page = await readFile(join(projectRoot, "docs/signed-playback.md"), "utf8");
const key = "0123456789abcdef0123456789abcdef";
const expires = 1_795_460_000;

const languages = [
  { language: "python", file: "sign.py", program: "python3", args: [] },
  { language: "go", file: "sign.go", program: "go", args: ["run"] },
  { language: "js", file: "sign.mjs", program: "node", args: [] },
] as const;

test.for(languages)(
  "the documented snippet in $language signs as nginx does",
  // A cold build of Go.
  { timeout: 120_000 },
  async ({ language, file, program, args }, { skip }) => {
    const [, code] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
    expect(code).toBeDefined();
    expect(
      code
        ?.trim()
        .split("\n")
        .filter((line) => line.trim() !== "").length,
    ).toBeLessThanOrEqual(12);
    // The harness's own Node may be newer than the system's.
    const path = program === "node" ? process.execPath : await findProgram(program);
    if (!path) skip();
    const folder = await temporaryFolder();
    await writeFile(join(folder, file), code ?? "");
    for (const scope of ["cam", "vod/my film/één.mp4", "*"]) {
      const { stdout } = await execa(path ?? "", [...args, file, scope, String(expires)], {
        cwd: folder,
        env: { PLAYBACK_KEY: key, GOFLAGS: "", GO111MODULE: "off" },
      });
      expect(stdout).toBe(`/s/${signToken(expires, scope, key)}`);
    }
  },
);
