/** Waits for the programs that the project's tests run: nothing here has a time limit, as each test has. */
import { inject } from "vitest";
import { fetchedTool } from "../harness/tools/index.ts";

await Promise.all(inject("builtPrograms").map((program) => fetchedTool(program)));
