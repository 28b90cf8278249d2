import { expect, test } from "vitest";
import { mutantsOfText, mutate } from "../../../harness/verify/mutants.ts";

const text = `{{/* a comment
   of two lines, 1 */}}
# why
{{- if and .a (eq .b 2) }}
port: 8080
{{- end }}
listen 1935;`;

test("each line has its mutants, comments and blank lines have none", () => {
  const found = mutantsOfText("a.yaml", text).map(({ line, kind, after }) => [line, kind, after]);
  expect(found).toEqual([
    [4, "line deleted", undefined],
    [4, "number changed", "{{- if and .a (eq .b 3) }}"],
    [4, "condition negated", "{{- if not (and .a (eq .b 2)) }}"],
    [5, "line deleted", undefined],
    [5, "number changed", "port: 8081"],
    [5, "name misspelt", "portx: 8080"],
    [6, "line deleted", undefined],
    [7, "line deleted", undefined],
    [7, "number changed", "listen 1936;"],
    [7, "name misspelt", "listenx 1935;"],
  ]);
});

test("a mutant changes its line alone", () => {
  const lines = "one: 1\ntwo: 2\nsix: 6";
  const texts = mutantsOfText("a.yaml", lines)
    .filter(({ line }) => line === 2)
    .map((mutant) => mutate(lines, mutant));
  expect(texts).toEqual(["one: 1\nsix: 6", "one: 1\ntwo: 3\nsix: 6", "one: 1\ntwox: 2\nsix: 6"]);
});

test("an indent changes to one that means something else", () => {
  const [, changed] = mutantsOfText("a.yaml", "  {{- toYaml . | nindent 4 }}");
  expect(changed?.after).toBe("  {{- toYaml . | nindent 0 }}");
});
