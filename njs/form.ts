/** Forms, as nginx-rtmp sends them. */

export type FormFields = Readonly<Record<string, string>>;

/**
 * Fields of a form. The first of a name counts: nginx-rtmp puts its own fields first and the publisher's arguments,
 * as they were sent, last.
 */
export function formFields(body: string): FormFields {
  const fields: Record<string, string> = {};
  body.split("&").forEach((pair) => {
    const equals = pair.indexOf("=");
    const key = equals < 0 ? pair : pair.slice(0, equals);
    if (fields[key] === undefined) {
      fields[key] = equals < 0 ? "" : decoded(pair.slice(equals + 1));
    }
  });
  return fields;
}

/** The text of a form. */
export function encodeForm(fields: FormFields): string {
  return Object.keys(fields)
    .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(fields[name] as string)}`)
    .join("&");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (_) {
    return text;
  }
}
