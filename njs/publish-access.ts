/** Who may publish: whoever has the name's key, and whom the user's own service accepts. */
import settings from "settings.js";
import { readText } from "./files.ts";
import { encodeForm, type FormFields } from "./form.ts";
import { keyOf, parsePublishKeys } from "./publish-keys.ts";
import { sameText } from "./same-text.ts";

/**
 * Why a publisher's key does not open its name; empty when it does, or when none is needed. The file is read each time,
 * so that a changed Secret counts at once. Nothing of a key is in the answer.
 */
export function keyRefusal(name: string, key: string | undefined): string {
  const path = settings.publishKeysFile;
  if (path === "") {
    return "";
  }
  const text = readText(path);
  if (text === undefined) {
    return `the keys cannot be read: ${path} is not there, or not readable`;
  }
  let expected: string | undefined;
  try {
    expected = keyOf(name, parsePublishKeys(text));
  } catch (error) {
    return `the keys cannot be read: ${path}: ${(error as Error).message}`;
  }
  if (expected === undefined) {
    return "its name has no key (auth.publish.keys)";
  }
  if (key === undefined || key === "") {
    return "it gave no key; the name is followed by ?key=KEY";
  }
  return sameText(key, expected) ? "" : "its key is wrong";
}

/**
 * Asks the user's own service, where there is one. No answer is a refusal.
 *
 * @param fields what nginx-rtmp told of the publisher
 */
export async function serviceRefusal(r: NginxHTTPRequest, fields: FormFields): Promise<string> {
  if (!settings.asksPublishService) {
    return "";
  }
  const reply = await r.subrequest("/internal/publish-question", { method: "POST", body: questionOf(fields) });
  return reply.status >= 200 && reply.status < 300 ? "" : `the service at auth.publish.url answered ${reply.status}`;
}

/** What nginx-rtmp itself says of a publisher. The publisher's own arguments must not be taken for it. */
const told = ["call", "app", "name", "addr"];

/** Each field once, whatever the publisher sent: services differ in which of two they take. */
function questionOf(fields: FormFields): string {
  const question: Record<string, string> = {};
  told.forEach((field) => {
    question[field] = fields[field] || "";
  });
  Object.keys(fields).forEach((field) => {
    if (/^[A-Za-z0-9_-]{1,64}$/.test(field) && reserved.indexOf(field) < 0) {
      question[field] = fields[field] as string;
    }
  });
  return encodeForm(question);
}

/** Fields that the publisher's arguments do not set. Those of nginx-rtmp that are not told may have the key in them. */
const reserved = told.concat(["flashver", "swfurl", "tcurl", "pageurl", "clientid", "type"]);
