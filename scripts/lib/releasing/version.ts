import semver from "semver";
import { InputError } from "../errors.ts";

export const bumps = ["major", "minor", "patch"] as const;
export type Bump = (typeof bumps)[number];

/** Which version comes next: a step, or the version itself. */
export type WantedVersion = { readonly bump: Bump } | { readonly version: string };

/**
 * The version of a new release.
 * @param current the chart's version now
 * @returns a semantic version above it
 * @throws InputError when it is none, or not above
 */
export function nextVersion(current: string, wanted: WantedVersion): string {
  const next = "bump" in wanted ? semver.inc(current, wanted.bump) : semver.valid(wanted.version);
  if (next && semver.gt(next, current)) return next;
  const told = "bump" in wanted ? wanted.bump : wanted.version;
  throw new InputError({
    what: `${told} is no version above ${current}.`,
    where: "bump" in wanted ? "--bump" : "--version",
    hint: `Give a semantic version such as ${semver.inc(current, "minor")}.`,
  });
}

/** The tag of a release. */
export function tagOf(version: string): string {
  return `v${version}`;
}
