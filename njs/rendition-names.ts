/** What a rendition is called: its stream, and its own suffix. */

/** A stream's name out of its rendition's, undefined where it is none. */
export function withoutSuffix(rendition: string, suffixes: readonly string[]): string | undefined {
  const suffix = suffixes.find((candidate) => rendition.endsWith(candidate));
  return (suffix === undefined ? "" : rendition.slice(0, -suffix.length)) || undefined;
}
