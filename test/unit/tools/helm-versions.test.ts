import { afterEach, expect, it, vi } from "vitest";
import { InputError } from "../../../harness/core/errors.ts";
import { chosenHelm, helmVariable, withHelm } from "../../../harness/tools/helm-versions.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("by default helm is the machine's own", () => {
  vi.stubEnv(helmVariable, "");
  expect(chosenHelm()).toBe("own");
});

it("helm is what the variable says, and for some work another one", async () => {
  vi.stubEnv(helmVariable, "4");
  expect(chosenHelm()).toBe("4");
  expect(await withHelm("3", async () => chosenHelm())).toBe("3");
  expect(await withHelm("own", async () => chosenHelm())).toBe("own");
  expect(chosenHelm()).toBe("4");
});

it("a helm that there is not is refused, with those that are", () => {
  vi.stubEnv(helmVariable, "2");
  expect(chosenHelm).toThrow(InputError);
  expect(chosenHelm).toThrow(/no helm 2[\s\S]*3 or 4/);
});
