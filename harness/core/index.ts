/** What other folders may import from this one. */
export { ChildProcess } from "./child-process.ts";
export { waitForStart } from "./child-ready.ts";
export {
  type CommandResult,
  command,
  type Invocation,
  inWords,
  jsonOption,
  runCommand,
} from "./command.ts";
export { HarnessError, InputError, ToolError } from "./errors.ts";
export { serveFolder } from "./file-server.ts";
export { findProgram } from "./find-program.ts";
export { interruptionSignal, RunInterrupted, rejectedBy } from "./interruption.ts";
export { LoopbackServer } from "./loopback-server.ts";
export { makeOnce } from "./make-once.ts";
export {
  parseCount,
  parseHttpsUrl,
  parseInputFile,
  parseInputFileOrStdin,
  parseNumber,
  parseOutputFile,
  parseOutputFolder,
  parseSeconds,
  repeated,
} from "./option-values.ts";
export { type Phase, Phases, secondsSince } from "./phases.ts";
export { descendants, totalUsage, usage } from "./process-tree.ts";
export { type Progress, Spinner } from "./progress.ts";
export { chartFolder, projectRoot } from "./project.ts";
export { runPipe, runTool, type ToolOptions } from "./run-tool.ts";
export { sha256 } from "./sha256.ts";
export { inTemporaryFolder, type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";
export { unzip } from "./unzip.ts";
export { type Patience, patienceFactor, WaitError, waitFor } from "./waiting.ts";
