import { describe, expect, it } from "vitest";
import { parseManifests, splitDocuments } from "../../../harness/chart/manifests.ts";

const header = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n";

describe("reading manifests", () => {
  it("leaves out documents that a condition made empty", () => {
    expect(parseManifests(`---\n${header}---\n# Source: x\n---\n${header}`)).toHaveLength(2);
  });

  it("reads numbers and booleans as a cluster does", () => {
    const [manifest] = parseManifests(`${header}mode: 0444\nflag: yes\ndate: 2026-01-01\n`);
    expect(manifest).toMatchObject({ mode: 0o444, flag: true, date: "2026-01-01" });
  });

  it("refuses a document that is no Kubernetes object", () => {
    expect(() => parseManifests("kind: ConfigMap\n")).toThrow(/not a Kubernetes object/);
  });
});

describe("splitting a stream", () => {
  it("keeps each document as it is, and leaves out empty ones", () => {
    const [first, second, ...rest] = splitDocuments(
      `---\n# Source: a\n${header}---\n\n# nothing\n---\n${header}a: 1\na: 2\n`,
    );
    expect(first).toBe(`# Source: a\n${header.trim()}`);
    expect(second).toMatch(/a: 1\na: 2$/);
    expect(rest).toEqual([]);
  });

  it("is not misled by a line inside a text", () => {
    expect(splitDocuments(`${header}data:\n  text: |\n    ---\n    a\n`)).toHaveLength(1);
  });
});
