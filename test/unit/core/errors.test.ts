import { describe, expect, it } from "vitest";
import { HarnessError, ToolError } from "../../../harness/core/errors.ts";

describe("an error of the harness", () => {
  it("says what is wrong, where, and what to do", () => {
    const error = new HarnessError({ what: "Port 1935 is in use.", where: "127.0.0.1:1935", hint: "Free it." });
    expect(error.message).toBe("Port 1935 is in use.\n  where: 127.0.0.1:1935\n  do:    Free it.");
  });

  it("carries the command and the cause when a program failed", () => {
    const cause = new Error("exit 1");
    const error = new ToolError({ what: "x", where: "y", hint: "z", command: "nginx -t", cause });
    expect(error).toMatchObject({ name: "ToolError", command: "nginx -t", cause });
  });
});
