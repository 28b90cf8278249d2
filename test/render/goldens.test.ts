import { describe, expect, it } from "vitest";
import { readGoldens, renderGoldens } from "../../harness/verify/index.ts";

const kept = await readGoldens();
const rendered = await renderGoldens();

it("every example has a golden, and no golden has lost its example", () => {
  expect([...kept.keys()]).toEqual([...rendered.keys()]);
});

describe.each([...rendered])("%s renders as it did (`npm run goldens` accepts a change)", (file, golden) => {
  const before = kept.get(file) ?? {};

  it("to the same objects", () => {
    expect(Object.keys(golden)).toEqual(Object.keys(before));
  });

  it.each(Object.keys(golden))("%s", (name) => {
    expect(golden[name]).toEqual(before[name]);
  });
});
