import { type ChildProcess as NodeProcess, spawn } from "node:child_process";
import { closeSync, fchownSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { ToolError } from "./errors.ts";

export interface ChildOptions {
  /** What to call it in messages. */
  readonly title: string;
  /** File for all that it writes. */
  readonly log: string;
  /** How it is told to end. */
  readonly stopSignal: NodeJS.Signals;
  /** Further variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it runs; by default where this process does. */
  readonly folder?: string;
  /** Whose process it is, by number, and the log's owner; by default that of this process. Only root may set it. */
  readonly user?: number | undefined;
}

/** Those that run. None outlives this process, however it ends. */
const children = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});

/** A program that runs until it is stopped. Its end without being told so is an error. */
export class ChildProcess implements AsyncDisposable {
  readonly title: string;
  readonly pid: number;
  readonly log: string;
  readonly #command: string;
  readonly #child: NodeProcess;
  readonly #stopSignal: NodeJS.Signals;
  readonly #end: Promise<void>;

  private constructor(child: NodeProcess, command: string, { title, log, stopSignal }: ChildOptions) {
    this.title = title;
    this.pid = child.pid ?? 0;
    this.log = log;
    this.#command = command;
    this.#child = child;
    this.#stopSignal = stopSignal;
    this.#end = new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    children.add(this);
    void this.#end.then(() => children.delete(this));
  }

  /**
   * Starts a program. Its output goes straight to a file: nginx opens /dev/stdout again, which a socket refuses.
   * @param program its path
   */
  static start(program: string, args: readonly string[], options: ChildOptions): ChildProcess {
    const log = openSync(options.log, "a");
    const { user, environment, folder } = options;
    const identity = user === undefined ? {} : { uid: user, gid: user };
    if (user !== undefined) fchownSync(log, user, user);
    const env = { ...process.env, ...environment };
    // A group of its own: Ctrl-C reaches it through stop() alone, and a kill takes its children along.
    const child = spawn(program, args, { stdio: ["ignore", log, log], detached: true, env, cwd: folder, ...identity });
    closeSync(log);
    return new ChildProcess(child, [program, ...args].join(" "), options);
  }

  /** Whether it runs. */
  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Checks that it runs.
   * @throws ToolError with the last lines of its log
   */
  async assertRunning(): Promise<void> {
    if (this.running) return;
    const output = await this.output();
    throw new ToolError({
      what: `${this.title} ended (${this.#child.signalCode ?? `exit code ${this.#child.exitCode}`}):\n${lastLines(output)}`,
      where: this.log,
      hint: "Correct what it complains about.",
      command: this.#command,
      output,
    });
  }

  /** All that it wrote. */
  output(): Promise<string> {
    return readFile(this.log, "utf8");
  }

  /** Sends a signal to the program and to all that it started. */
  kill(signal: NodeJS.Signals): void {
    if (this.running) process.kill(-this.pid, signal);
  }

  /** Ends when the program ends, whatever the reason. */
  ended(): Promise<void> {
    return this.#end;
  }

  /** Stops it and waits. One that does not listen is killed after ten seconds. */
  async stop(): Promise<void> {
    if (!this.running) return;
    const killer = setTimeout(() => this.kill("SIGKILL"), 10_000);
    this.#child.kill(this.#stopSignal);
    await this.#end;
    clearTimeout(killer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-8).join("\n");
}
