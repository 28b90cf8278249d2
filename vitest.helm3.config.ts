import { defineConfig } from "vitest/config";
import { helmVariable } from "./harness/tools/index.ts";

const seconds = 1000;

/**
 * `npm run test:helm3`: what can differ between the two helms, with helm 3. All else is proven with helm 4, by `npm
 * test`.
 */
export default defineConfig({
  test: {
    name: "helm3",
    include: [
      "test/helm/**/*.test.ts",
      "test/unit/chart/helm.test.ts",
      "test/render/{examples,goldens,notes,notes-goldens}.test.ts",
    ],
    env: { [helmVariable]: "3" },
    globalSetup: "test/helm/setup.ts",
    maxWorkers: 2,
    testTimeout: 180 * seconds,
  },
});
