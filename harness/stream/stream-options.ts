/** What is checked of options that name a stream or its source. */
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { parseInputFile } from "../core/index.ts";

/** A stream's name. */
export function parseStreamName(value: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(value)) return value;
  throw new InvalidArgumentError("A stream's name is 1 to 64 of A-Z a-z 0-9 _ -");
}

/** What ffmpeg reads: a file that is there, or an address. */
export function parseSource(value: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(value) ? value : parseInputFile(value);
}
