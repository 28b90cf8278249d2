/** What is checked of a command's options before it does anything. A refusal names the option and its value. */
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InvalidArgumentError } from "@commander-js/extra-typings";

export interface NumberRange {
  readonly whole?: boolean;
  /** The least that is taken. */
  readonly least?: number;
  /** The most that is taken. */
  readonly most?: number;
  /** What it must exceed. */
  readonly above?: number;
}

/**
 * @param range such as `{ above: 0 }`
 * @returns what reads an option's value as a number in that range
 */
export function parseNumber(range: NumberRange): (value: string) => number {
  return (value) => {
    const number = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
    if (isIn(number, range)) return number;
    throw new InvalidArgumentError(`It must be ${inWords(range)}.`);
  };
}

/** Seconds, also parts of them. */
export const parseSeconds = parseNumber({ above: 0 });

/** How many of something. */
export const parseCount = parseNumber({ whole: true, above: 0 });

function isIn(number: number, { whole = false, least, most, above }: NumberRange): boolean {
  if (!Number.isFinite(number) || (whole && !Number.isSafeInteger(number))) return false;
  return number >= (least ?? number) && number <= (most ?? number) && (above === undefined || number > above);
}

function inWords({ whole = false, least, most, above }: NumberRange): string {
  const kind = whole ? "a whole number" : "a number";
  if (above !== undefined) return `${kind} above ${above}`;
  if (least !== undefined && most !== undefined) return `${kind} from ${least} to ${most}`;
  return kind;
}

/** For an option that may be repeated: its values, each read by a parser. */
export function repeated<T>(read: (value: string) => T): (value: string, all: readonly T[]) => readonly T[] {
  return (value, all) => [...all, read(value)];
}

/** A file that is there. */
export function parseInputFile(value: string): string {
  if (!existsSync(value)) throw new InvalidArgumentError("There is no such file.");
  if (statSync(value).isDirectory()) throw new InvalidArgumentError("It is a folder, not a file.");
  return value;
}

/** A file, or `-` for standard input. */
export function parseInputFileOrStdin(value: string): string {
  return value === "-" ? value : parseInputFile(value);
}

/** A file that can be written; what it holds is replaced. */
export function parseOutputFile(value: string): string {
  if (existsSync(value) && statSync(value).isDirectory()) throw new InvalidArgumentError("It is a folder, not a file.");
  const folder = dirname(resolve(value));
  if (!existsSync(folder)) throw new InvalidArgumentError(`There is no folder ${folder}.`);
  assertWritable(existsSync(value) ? value : folder);
  return value;
}

/** A folder that files can be written to; it need not exist yet. */
export function parseOutputFolder(value: string): string {
  let nearest = resolve(value);
  while (!existsSync(nearest)) nearest = dirname(nearest);
  if (!statSync(nearest).isDirectory()) throw new InvalidArgumentError(`${nearest} is a file, not a folder.`);
  assertWritable(nearest);
  return value;
}

function assertWritable(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch {
    throw new InvalidArgumentError(`${path} cannot be written.`);
  }
}

/** An address with https. */
export function parseHttpsUrl(value: string): string {
  if (URL.canParse(value) && new URL(value).protocol === "https:") return value;
  throw new InvalidArgumentError("It must be an https URL.");
}
