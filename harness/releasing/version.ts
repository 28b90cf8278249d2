import semver from "semver";
import { InputError } from "../core/index.ts";

export const bumps = ["major", "minor", "patch"] as const;
export type Bump = (typeof bumps)[number];

/** Which version comes next: a step, or the version itself. */
export type WantedVersion = { readonly bump: Bump } | { readonly version: string };

/**
 * The version of a new release. The chart's own will do where it is named: the first change after a release gives the
 * chart the next one's version, and a tag that exists is refused elsewhere.
 * @param current the chart's version now
 * @returns a semantic version, not below it
 * @throws InputError when it is none, or below
 */
export function nextVersion(current: string, wanted: WantedVersion): string {
  const next = "bump" in wanted ? semver.inc(current, wanted.bump) : semver.valid(wanted.version);
  if (next && semver.gte(next, current)) return next;
  const told = "bump" in wanted ? wanted.bump : wanted.version;
  throw new InputError({
    what: `${told} is no version from ${current} on.`,
    where: "bump" in wanted ? "--bump" : "--version",
    hint: `Give a semantic version such as ${current} or ${semver.inc(current, "minor")}.`,
  });
}

/** The tag of a release. */
export function tagOf(version: string): string {
  return `v${version}`;
}
