/** What a publisher's URL names: `rtmp://HOST/APPLICATION[/INSTANCE]/NAME[?ARGUMENTS]`. */

/** What is published where. */
export interface PublishAddress {
  /** `live`, of `live`, `live/`, `live/_definst_` and `live?key=x`. */
  readonly application: string;
  /** The stream's name, without arguments. */
  readonly name: string;
  /** Arguments of the name and of the application; the name's win. */
  readonly args: Readonly<Record<string, string>>;
}

/**
 * Reads an address from what `connect` and `publish` said. Encoders put a URL's arguments behind the name, behind the
 * application or in `tcUrl` alone.
 * @param app `connect`'s application, which may have a path and arguments
 * @param tcUrl `connect`'s URL, empty where it had none
 * @param streamName what `publish` named
 */
export function readAddress(app: string, tcUrl: string, streamName: string): PublishAddress {
  const [path = "", appArgs = ""] = splitOnce(app, "?");
  const [, urlArgs = ""] = splitOnce(tcUrl, "?");
  const parts = path.split("/").filter((part) => part !== "");
  const [application = "", ...inner] = parts;
  // Some put a part of the name into the application: rtmp://host/live/_definst_/name, or a name below a folder.
  const above = inner.filter((part) => part !== "_definst_");
  const [given = "", nameArgs = ""] = splitOnce(streamName, "?");
  const name = [...above, given.replace(/^_definst_\//, "")].filter((part) => part !== "").join("/");
  return { application, name, args: { ...readArgs(urlArgs), ...readArgs(appArgs), ...readArgs(nameArgs) } };
}

function readArgs(text: string): Record<string, string> {
  const args: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) args[name] = value;
  return args;
}

function splitOnce(text: string, mark: string): string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
