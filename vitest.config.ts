import { defineConfig } from "vitest/config";

const seconds = 1000;

export default defineConfig({
  test: {
    // A project that has no tests yet is no reason to fail the others.
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          maxWorkers: 2,
          testTimeout: 30 * seconds,
        },
      },
      {
        test: {
          name: "render",
          include: ["test/render/**/*.test.ts"],
          maxWorkers: 2,
          testTimeout: 30 * seconds,
        },
      },
      {
        test: {
          name: "nginx",
          include: ["test/nginx/**/*.test.ts"],
          testTimeout: 60 * seconds,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "play",
          include: ["test/play/**/*.test.ts"],
          // Each file encodes video in real time; two at once on two cores would measure each other.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 120 * seconds,
          hookTimeout: 120 * seconds,
        },
      },
    ],
  },
});
