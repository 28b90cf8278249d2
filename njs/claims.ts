/**
 * Claims: a publisher that is being accepted has a claim on its name, so that two that come at once, to one pod or to
 * two, do not both get it. A claim is a file beside the process, since njs 0.7 keeps nothing between requests.
 * The older claim wins; its id starts with its time.
 */
import fs from "fs";
import settings from "settings.js";
import { readText, remove, replaceText } from "./files.ts";

/** A claim that is older was left behind by a process that died. */
const CLAIM_LIFETIME = 30000;
/** After this long an accepted publisher is in nginx-rtmp's own list. */
const ACCEPTED_LIFETIME = 3000;

export interface Claim {
  /** Sorts by age. */
  readonly id: string;
  readonly name: string;
  /** Whether nginx-rtmp was told to take the publisher. */
  readonly accepted: boolean;
  /** Milliseconds since 1970 of the last change. */
  readonly at: number;
}

/** Takes the name for a new publisher. Undefined when another one of this pod is just being accepted. */
export function takeClaim(name: string): Claim | undefined {
  if (findClaim(name)) {
    return undefined;
  }
  const now = Date.now();
  const claim = { id: `${now}-${Math.random().toString(36).slice(2)}`, name, accepted: false, at: now };
  write(claim);
  return claim;
}

/** The claim on a name that still counts, or undefined. */
export function findClaim(name: string): Claim | undefined {
  const text = readText(pathOf(name));
  if (text === undefined) {
    return undefined;
  }
  const claim = JSON.parse(text) as Claim;
  const lifetime = claim.accepted ? ACCEPTED_LIFETIME : CLAIM_LIFETIME;
  return Date.now() - claim.at > lifetime ? undefined : claim;
}

/** Whether a claim still has its name: an older one in another pod may have taken it. */
export function holdsClaim(claim: Claim): boolean {
  const found = findClaim(claim.name);
  return found !== undefined && found.id === claim.id;
}

/** Keeps the name until nginx-rtmp lists the publisher. */
export function acceptClaim(claim: Claim): void {
  write({ id: claim.id, name: claim.name, accepted: true, at: Date.now() });
}

/** Gives the name back. */
export function dropClaim(name: string): void {
  remove(pathOf(name));
}

/** Gives a name back that nginx-rtmp lists by now. */
export function settleClaim(name: string): void {
  const claim = findClaim(name);
  if (claim === undefined || claim.accepted) {
    dropClaim(name);
  }
}

/** Names of all claims that count. */
export function claimedNames(): string[] {
  return fs
    .readdirSync(settings.runPath)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .filter((name) => findClaim(name) !== undefined);
}

const SUFFIX = ".claim";

function pathOf(name: string): string {
  return `${settings.runPath}/${name}${SUFFIX}`;
}

function write(claim: Claim): void {
  replaceText(pathOf(claim.name), JSON.stringify(claim));
}
