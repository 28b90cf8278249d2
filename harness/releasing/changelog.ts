/** The changelog: what people did since the last release, in the form of keepachangelog.com. */
import { type Changelog, parser, Release } from "keep-a-changelog";
import { InputError } from "../core/index.ts";

/** An entry as Artifact Hub shows it. */
export interface Change {
  /** `added`, `changed`, `deprecated`, `removed`, `fixed` or `security`. */
  readonly kind: string;
  /** One line of Markdown. */
  readonly description: string;
}

export interface ReleasedChangelog {
  readonly text: string;
  /** What the new version changes. */
  readonly changes: readonly Change[];
}

/** The changelog, below the repository's root. It is part of the packaged chart. */
export const changelogPath = "chart/CHANGELOG.md";

/**
 * Makes "Unreleased" a version, with an empty "Unreleased" above it.
 * @param date `YYYY-MM-DD`
 * @throws InputError when there is nothing to release, or the file has another form
 */
export function releaseChangelog(text: string, version: string, date: string): ReleasedChangelog {
  const changelog = parseChangelog(text);
  const release = changelog.findRelease();
  const changes = release ? changesOf(release) : [];
  if (!release || changes.length === 0) {
    const hint = "Tell there what changes for users, below a heading such as ### Added.";
    throw new InputError({ what: "Nothing is told of below Unreleased.", where: changelogPath, hint });
  }
  if (changelog.findRelease(version)) {
    const hint = "Choose a version that was not released yet.";
    throw new InputError({ what: `${version} has an entry already.`, where: changelogPath, hint });
  }
  release.setVersion(version);
  release.setDate(date);
  changelog.addRelease(new Release());
  return { text: changelog.toString(), changes };
}

/**
 * What a version changed, as release notes.
 * @returns Markdown without the version's heading
 * @throws InputError when the changelog does not have the version
 */
export function notesOf(text: string, version: string): string {
  const changelog = parseChangelog(text);
  const [, ...lines] = entryOf(changelog, version).toString(changelog).split("\n");
  return lines.join("\n").trim();
}

/**
 * Reads the changelog.
 * @throws InputError when it has another form
 */
export function parseChangelog(text: string): Changelog {
  try {
    const changelog = parser(text);
    changelog.format = "markdownlint";
    return changelog;
  } catch (cause) {
    const hint = "Write it as https://keepachangelog.com has it.";
    throw new InputError({ what: "The changelog cannot be read.", where: changelogPath, hint, cause });
  }
}

/**
 * What a version changes, as Artifact Hub shows it. A version that is not released yet has what is told below
 * Unreleased.
 * @throws InputError when the changelog has neither
 */
export function changesIn(text: string, version: string): Change[] {
  const changelog = parseChangelog(text);
  return changesOf(changelog.findRelease(version) ?? changelog.findRelease() ?? entryOf(changelog, version));
}

function entryOf(changelog: Changelog, version: string): Release {
  const release = changelog.findRelease(version);
  if (release) return release;
  const hint = "Release with: npm run release";
  throw new InputError({ what: `There is no entry of ${version}.`, where: changelogPath, hint });
}

function changesOf(release: Release): Change[] {
  return [...release.changes].flatMap(([kind, changes]) =>
    changes.map(({ title, description }) => ({ kind, description: oneLine(`${title} ${description}`) })),
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
