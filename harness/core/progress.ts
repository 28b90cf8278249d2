import ora from "ora";

/** Told what a piece of work does at the moment: one line, in place of the one before. */
export type Progress = (message: string) => void;

/** As much of a line as fits behind a step's name. */
const width = 100;

/**
 * Shows on stderr the step that runs: one line that changes on a terminal, a line for its begin and its end elsewhere.
 */
export class Spinner {
  readonly #ora = ora({ stream: process.stderr });
  #step = "";

  /** Shows what the step does at the moment. */
  readonly progress: Progress = (message) => {
    this.#ora.text = this.#step === "" ? message : `${this.#step}: ${message.slice(0, width)}`;
  };

  /** Shows a step as it begins and, with its seconds, as it ends: what `Phases` tells. */
  readonly told = (name: string, seconds?: number): void => {
    if (seconds === undefined) this.start(name);
    else this.succeed(`${name} (${seconds} s)`);
  };

  start(step: string): void {
    this.#step = step;
    this.#ora.start(step);
  }

  /** @param text the line that stays; the step's name by default */
  succeed(text = this.#step): void {
    this.#ora.succeed(text);
    this.#step = "";
  }

  /** Marks the step that runs as failed, if there is one. */
  fail(text = this.#step): void {
    if (this.#step !== "") this.#ora.fail(text);
    this.#step = "";
  }

  /** Leaves a line, and goes on. */
  note(text: string): void {
    this.#ora.info(text);
    if (this.#step !== "") this.#ora.start(this.#step);
  }

  stop(): void {
    this.#ora.stop();
  }
}
