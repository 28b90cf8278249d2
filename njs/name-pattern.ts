/** Patterns of stream names, as values give them. */

/**
 * Whether a name matches a pattern, in which `*` stands for any characters. No regular expression: a pattern cannot
 * cost more.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  const parts = pattern.split("*");
  const first = parts[0] as string;
  if (parts.length === 1) {
    return name === pattern;
  }
  const last = parts[parts.length - 1] as string;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) {
    return false;
  }
  let rest = name.slice(first.length, name.length - last.length);
  return parts.slice(1, -1).every((part) => {
    const at = rest.indexOf(part);
    rest = rest.slice(at + part.length);
    return at >= 0;
  });
}
