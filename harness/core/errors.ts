/** What went wrong, in words for the person at the terminal. */
export interface Failure {
  /** What is wrong, one sentence where possible. */
  readonly what: string;
  /** The file, value, address or command that it is about. */
  readonly where: string;
  /** What to do about it. */
  readonly hint: string;
  /** The error underneath, if there is one. */
  readonly cause?: unknown;
}

/**
 * The base of every error that this project throws on purpose. Its message is short and meant to be printed as it is;
 * an error of any other class is a defect, and is printed with its stack.
 */
export class HarnessError extends Error {
  readonly what: string;
  readonly where: string;
  readonly hint: string;

  constructor({ what, where, hint, cause }: Failure) {
    super(`${what}\n  where: ${where}\n  do:    ${hint}`, cause === undefined ? {} : { cause });
    this.name = new.target.name;
    this.what = what;
    this.where = where;
    this.hint = hint;
  }
}

/** Something that a person typed or set cannot be used: an argument, a file name, a port. */
export class InputError extends HarnessError {}

/** A program is missing, could not be fetched, or failed. */
export class ToolError extends HarnessError {
  /** The command line, for logs and for trying it by hand. */
  readonly command: string;
  /** All that the program wrote on stderr and stdout, for logs. */
  readonly output: string;

  constructor(failure: Failure & { readonly command: string; readonly output?: string }) {
    super(failure);
    this.command = failure.command;
    this.output = failure.output ?? "";
  }
}
