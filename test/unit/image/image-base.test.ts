import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { findBase } from "../../../harness/image/image-base.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

interface Programs {
  /** Shell lines for `docker pull`. */
  readonly pull: string;
  /** Shell lines for mmdebstrap. */
  readonly mmdebstrap?: string;
}

/** Puts a docker that has no image, and a mmdebstrap, first on PATH. */
async function fakePrograms({ pull, mmdebstrap = "echo root" }: Programs): Promise<() => Promise<string[]>> {
  const docker = `#!/bin/sh
echo "docker $1 $2" >> "$0.log"
case $1 in
  pull) ${pull} ;;
  import) cat > /dev/null; echo sha256:1234 ;;
  image) [ "$2" = rm ] ;;
esac
`;
  const folder = await temporaryFolder({ docker, mmdebstrap: `#!/bin/sh\n${mmdebstrap}\n` }, 0o755);
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"]}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return async () => (await readFile(join(folder, "docker.log"), "utf8")).trim().split("\n");
}

const silent = (): void => {};

it("the base comes from a registry that answers", async () => {
  await fakePrograms({ pull: "echo bookworm-slim: Pulling from library/debian" });
  expect(await findBase("debian:bookworm-slim", silent)).toBe("debian:bookworm-slim");
});

it("a slow download from a registry that answered is waited for", async () => {
  await fakePrograms({ pull: "echo bookworm-slim: Pulling from library/debian; sleep 2" });
  expect(await findBase("debian:bookworm-slim", silent, 1)).toBe("debian:bookworm-slim");
});

it.each([
  ["says no", "echo no such host >&2; exit 1"],
  ["says nothing", "exec sleep 30"],
])(
  "the base is made of packages, under a name of its own, when the registry %s",
  { timeout: 10_000 },
  async (_, pull) => {
    const calls = await fakePrograms({ pull });
    const base = await findBase("debian:bookworm-slim", silent, 1);
    expect(base).toMatch(/^hls-cloud-base:bookworm-[0-9a-f]{12}$/);
    expect(await calls()).toEqual(expect.arrayContaining(["docker import -", "docker tag sha256:1234"]));
  },
);

it("an archive that breaks off gets no name and leaves no image", async () => {
  const calls = await fakePrograms({ pull: "exit 1", mmdebstrap: "echo half; echo E: no mirror >&2; exit 25" });
  await expect(findBase("debian:bookworm-slim", silent)).rejects.toThrow(/E: no mirror[\s\S]*mirror and the disk/);
  expect(await calls()).toContain("docker image rm");
  expect(await calls()).not.toContainEqual(expect.stringMatching(/^docker tag/));
});

it("a base that is not Debian's cannot be made, and the message says so", async () => {
  await fakePrograms({ pull: "exit 1" });
  await expect(findBase("alpine:3", silent)).rejects.toThrow(/No registry gave the base image[\s\S]*alpine:3/);
});
