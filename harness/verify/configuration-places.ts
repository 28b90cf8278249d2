/** The places that a rendered configuration expects: what a test must put there before nginx takes it. */

/** Where the ConfigMap is mounted, read from a tier's start script. */
export function configFolderOf(startScript: string): string {
  return /-c (\S+)\/\w+\.conf/.exec(startScript)?.[1] ?? "";
}

/** The folders that a configuration writes to. */
export function writtenFolders(configuration: string): string[] {
  const directive = /^\s*(?:pid|proxy_cache_path|\w+_temp_path|hls_path|dash_path) (\/[^\s;]+)/gm;
  const paths = [...configuration.matchAll(directive)].map(([, path = ""]) => path.slice(0, path.lastIndexOf("/")));
  return [...new Set(paths)];
}

/** The folder from which a configuration loads nginx's modules, undefined where it loads none. */
export function modulesFolderOf(configuration: string): string | undefined {
  return /^load_module (\S+)\/\w+\.so;/m.exec(configuration)?.[1];
}

/** Every name that an upstream has. nginx resolves them when it reads the configuration. */
export function upstreamNames(configuration: string): string[] {
  const names = [...configuration.matchAll(/^\s*server ([A-Za-z0-9.-]+):\d+/gm)].map(([, name = ""]) => name);
  return [...new Set(names)];
}
