import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../harness/core/errors.ts";
import { projectRoot } from "../../../harness/core/project.ts";
import { followedSections } from "../../../harness/e2e/readme.ts";
import { shellBlocks, withValues } from "../../../harness/e2e/readme-steps.ts";

const page = `# Page

\`\`\`sh
before
\`\`\`

## Install

\`\`\`sh
one
two
\`\`\`

\`\`\`yaml
not: shell
\`\`\`

- in a list:

  \`\`\`sh
  three
  \`\`\`

### Further

~~~~sh
\`\`\`
four
~~~~

## Play

\`\`\`sh
after
\`\`\`
`;

describe("the shell blocks of a section", () => {
  it("are those below its heading, in lists and subsections too, and none of another section", () => {
    expect(shellBlocks(page, "Install")).toEqual(["one\ntwo", "three", "```\nfour"]);
    expect(shellBlocks(page, "Further")).toEqual(["```\nfour"]);
  });

  it("cannot be had without the heading, or where there are none", () => {
    expect(() => shellBlocks(page, "Uninstall")).toThrow(InputError);
    expect(() => shellBlocks("# A\n\ntext\n\n# B\n\n```sh\nx\n```\n", "A")).toThrow("Nothing below");
  });
});

describe("a reader's own values", () => {
  it("stand everywhere where the page's stood", () => {
    expect(withValues(["a HOST", "HOST:8080"], { HOST: "8080.com", ":8080": ":81" })).toEqual([
      "a 8080.com",
      "8080.com:81",
    ]);
  });

  it("need something to replace", () => {
    expect(() => withValues(["a"], { b: "c" })).toThrow('No block says "b"');
  });
});

it("what the end-to-end run follows is in the README", async () => {
  const readme = await readFile(join(projectRoot, "README.md"), "utf8");
  for (const section of followedSections) expect(shellBlocks(readme, section)).not.toEqual([]);
});
