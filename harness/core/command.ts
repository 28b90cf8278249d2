/** What all commands of `scripts/` have in common: how they are read, how they tell, how they end. */
import { Command, CommanderError, Option, type OptionValues } from "@commander-js/extra-typings";
import { SetupProblem } from "../../scripts/bootstrap/problem.mjs";
import { HarnessError } from "./errors.ts";
import { interruptedExitCode, onInterruption, RunInterrupted } from "./interruption.ts";
import { Phases } from "./phases.ts";
import { type Progress, Spinner } from "./progress.ts";

/** What a command comes to. */
export interface CommandResult {
  /** What --json prints, after `ok`. */
  readonly json?: object;
  /** What is printed otherwise. */
  readonly text?: string;
  /** Whether all is well; without it, whether there are no problems. */
  readonly ok?: boolean;
  /** What went wrong, in words: told on stderr, and by --json. */
  readonly problems?: readonly string[];
}

/** What a command line asks for, and what its work needs. */
export interface Invocation<Args, Options> {
  readonly args: Args;
  readonly options: Options;
  /** Aborted at Ctrl-C. Only for a command whose `atInterrupt` is `abort`: others end at once. */
  readonly signal: AbortSignal;
  readonly spinner: Spinner;
  /** The parts of the work, shown as they begin and end. */
  readonly phases: Phases;
  /** Shows what the part does that runs. */
  readonly progress: Progress;
  /** Prints the result of a command that goes on after it. */
  readonly print: (result: CommandResult) => void;
}

export interface CommandSettings {
  /**
   * `exit` (default): Ctrl-C ends the process, with the programs it runs and its temporary folders. `abort`: the work
   * hears it by its signal and ends by itself, for what else it has to put away.
   */
  readonly atInterrupt?: "exit" | "abort";
}

/**
 * Begins a command. Options that it does not know and arguments too many are refused.
 * @param name what is typed, such as `npm run matrix --`
 */
export function command(name: string, description: string): Command {
  const made = new Command(name).description(description);
  return made.exitOverride().showHelpAfterError("Run it with --help for what it takes.");
}

/**
 * The option --json.
 * @param fields what the object has, as a person reads it: `image, bytes`
 */
export function jsonOption(fields: string) {
  return new Option("--json", `print one JSON object on stdout: {ok, ${fields}}, or {ok: false, problems}`);
}

/**
 * Reads the command line, does the work, and tells what came of it. The exit code is 0 when all is well, 130 after
 * Ctrl-C, else 1.
 * @param work what the command does. A HarnessError or SetupProblem is told as a sentence; any other error is a defect,
 * and is printed with its stack
 */
export async function runCommand<Args extends unknown[], Options extends OptionValues>(
  asked: Command<Args, Options>,
  work: (invocation: Invocation<Args, Options>) => Promise<CommandResult | undefined>,
  { atInterrupt = "exit" }: CommandSettings = {},
): Promise<void> {
  const output = new Output(process.argv.includes("--json"));
  if (!isRead(asked, output)) return;
  const spinner = new Spinner();
  const interrupted = new AbortController();
  const stopListening = onInterruption(() => {
    const reason = new RunInterrupted();
    interrupted.abort(reason);
    if (atInterrupt === "abort") return;
    spinner.fail();
    output.fail(reason.message);
    // What is to be removed at exit, is.
    process.exit(interruptedExitCode);
  });
  const phases = new Phases(spinner.told);
  const given = { args: asked.processedArgs, options: asked.opts(), signal: interrupted.signal };
  const shown = { spinner, phases, progress: spinner.progress };
  try {
    const result = await work({ ...given, ...shown, print: (early) => output.print(early) });
    if (result) output.print(result);
  } catch (error) {
    spinner.fail();
    output.fail(inWords(error));
  } finally {
    spinner.stop();
    stopListening();
  }
  process.exitCode = output.ok ? 0 : interrupted.signal.aborted ? interruptedExitCode : 1;
}

/** What a person is told of an error: a sentence, or for a defect its stack. */
export function inWords(error: unknown): string {
  if (error instanceof HarnessError || error instanceof SetupProblem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** @returns false when there is nothing more to do: the help is shown, or the command line is refused in words */
function isRead(asked: Command<unknown[], OptionValues>, output: Output): boolean {
  try {
    asked.parse();
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode;
    // commander has told it on stderr.
    if (error.exitCode !== 0) output.printJson({ ok: false, problems: [error.message.replace(/^error: /, "")] });
    return false;
  }
}

/** stdout of a command: one result, once. */
class Output {
  ok = true;
  readonly #json: boolean;
  #isPrinted = false;

  constructor(json: boolean) {
    this.#json = json;
  }

  print({ json = {}, text, problems = [], ok = problems.length === 0 }: CommandResult): void {
    this.ok &&= ok;
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    this.printJson({ ok, ...json, ...(problems.length > 0 ? { problems } : {}) });
    if (!this.#json && text !== undefined) process.stdout.write(`${text}\n`);
  }

  /** Tells what ended the work. */
  fail(problem: string): void {
    this.ok = false;
    process.stderr.write(`${problem}\n`);
    if (!this.#isPrinted) this.printJson({ ok: false, problems: [problem] });
  }

  printJson(object: object): void {
    this.#isPrinted = true;
    if (this.#json) process.stdout.write(`${JSON.stringify(object)}\n`);
  }
}
