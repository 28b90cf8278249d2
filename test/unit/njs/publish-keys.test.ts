import { expect, test } from "vitest";
import { encodeForm, formFields } from "../../../njs/form.ts";
import { keyOf, parsePublishKeys } from "../../../njs/publish-keys.ts";
import { sameLetters, sameText } from "../../../njs/same-text.ts";

const keys = { "*": "any", "cam-*": "cams", "*-cam": "ends", "cam-*-hd": "hd", "cam-1": "one", "a*b*c": "parts" };

test.each([
  ["cam-1", "one"],
  ["cam-2", "cams"],
  ["cam-", "cams"],
  ["cam-2-hd", "hd"],
  ["cam-hd", "cams"],
  ["my-cam", "ends"],
  ["abc", "parts"],
  ["axxbxxc", "parts"],
  ["acb", "any"],
  ["other", "any"],
])("the publisher of %s has the key %s", (name, key) => {
  expect(keyOf(name, keys)).toBe(key);
});

test.each(["ca", "xcam", "camx", "CAM", "constructor", "__proto__", "hasOwnProperty"])("%s has no key", (name) => {
  expect(keyOf(name, { cam: "secret" })).toBeUndefined();
});

test("a star takes no character twice", () => {
  expect(keyOf("aba", { "ab*ba": "overlap" })).toBeUndefined();
  expect(keyOf("abba", { "ab*ba": "overlap" })).toBe("overlap");
});

test("of two patterns of one length, always the same one counts", () => {
  expect(keyOf("ab", { "a*": "first", "*b": "second" })).toBe(keyOf("ab", { "*b": "second", "a*": "first" }));
});

test.each(["", "secret-text", "[]", '["secret-text"]', "null", '"secret-text"', '{"a": 1}', '{"a": ""}', '{"a": {}}'])(
  "%j is no file of keys, and the message has nothing of it",
  (text) => {
    expect(() => parsePublishKeys(text)).toThrow(/^(?!.*secret-text).*$/);
  },
);

test("texts are the same or not", () => {
  expect(sameText("key", "key")).toBe(true);
  for (const other of ["", "ke", "kez", "keyy", "KEY"]) expect(sameText("key", other)).toBe(false);
  expect(sameLetters("key", "key")).toBe(true);
  for (const other of ["kez", "", "ke", "keyy"]) expect(sameLetters("key", other)).toBe(false);
});

test("the first field of a name counts, and text survives a form", () => {
  expect(formFields("name=cam&key=a%26b&name=other&flag")).toEqual({ name: "cam", key: "a&b", flag: "" });
  expect(encodeForm({ name: "cam", key: "a&b=c" })).toBe("name=cam&key=a%26b%3Dc");
});
