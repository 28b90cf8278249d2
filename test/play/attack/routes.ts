import { type Directive, parseConfiguration } from "../../../harness/verify/index.ts";

/** A location of nginx and paths that lead there. */
export interface Route {
  /** As in the configuration, such as `~ ^/hls/`. */
  readonly location: string;
  readonly paths: readonly string[];
}

/**
 * Every location of a configuration that a path leads to, with those of the paths that do.
 * @param configuration nginx's
 * @param existing paths that are really there
 */
export function routesOf(configuration: string, existing: readonly string[]): Route[] {
  return asRoutes(locationsIn(parseConfiguration(configuration)), existing);
}

/**
 * Locations that the server of a port must not lead to: nginx's own, and those of its other servers.
 * @param existing paths to locations that are patterns
 */
export function hiddenRoutes(configuration: string, port: number, existing: readonly string[]): Route[] {
  const directives = parseConfiguration(configuration);
  const here = serversIn(directives).filter((server) => listensOn(server, port));
  const open = locationsIn(here)
    .filter(({ block = [] }) => !block.some(({ name }) => name === "internal"))
    .map(({ arguments: words }) => words.join(" "));
  return asRoutes(
    locationsIn(directives).filter(({ arguments: words }) => !open.includes(words.join(" "))),
    existing,
  );
}

function asRoutes(directives: readonly Directive[], existing: readonly string[]): Route[] {
  const routes = directives.map(({ arguments: words }) => ({
    location: words.join(" "),
    paths: pathsTo(words, existing),
  }));
  const distinct = new Map(routes.map((route) => [route.location, route]));
  return [...distinct.values()].filter(({ location }) => !location.startsWith("@"));
}

function locationsIn(directives: readonly Directive[]): Directive[] {
  return directives.flatMap((each) => [...(each.name === "location" ? [each] : []), ...locationsIn(each.block ?? [])]);
}

function serversIn(directives: readonly Directive[]): Directive[] {
  return directives.flatMap((each) => [...(each.name === "server" ? [each] : []), ...serversIn(each.block ?? [])]);
}

function listensOn({ block = [] }: Directive, port: number): boolean {
  return block.some(({ name, arguments: [address = ""] }) => name === "listen" && address.endsWith(`:${port}`));
}

function pathsTo(words: readonly string[], existing: readonly string[]): string[] {
  const [modifier = "", pattern = modifier] = words;
  if (modifier.startsWith("~")) return existing.filter((path) => new RegExp(pattern).test(path));
  const below = existing.filter((path) => path.startsWith(pattern) && pattern !== "/");
  return modifier === "=" || below.length === 0 ? [pattern] : below;
}
