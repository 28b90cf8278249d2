import { expect, test } from "vitest";
import { outline, parseConfiguration } from "../../../harness/verify/nginx-syntax.ts";

test("directives, blocks, quotes, variables and comments are read as nginx reads them", () => {
  const text = `
    worker_processes 1; # a comment; { }
    http {
      map $uri $type { ~^/a\\{2\\} "x; y"; default 'z'; }
      location ~ ^/b$ { return 200 "ok\\n"; }
      exec "rtmp://h/\${name}_low" \${name};
    }`;
  expect(outline(parseConfiguration(text))).toEqual([
    "worker_processes 1",
    "http 0",
    "  map 2",
    "    ~^/a\\{2\\} 1",
    "    default 1",
    "  location 2",
    "    return 2",
    "  exec 2",
  ]);
});

test.each(["a {", "a b", "a; }", 'a "b;'])("%s is not closed", (text) => {
  expect(() => parseConfiguration(text)).toThrow(SyntaxError);
});

test("a value that closes its directive shows in the outline", () => {
  const of = (value: string) => outline(parseConfiguration(`a ${value};`));
  expect(of("b")).toEqual(["a 1"]);
  expect(of("b c")).toEqual(["a 2"]);
  expect(of("b; c d")).toEqual(["a 1", "c 1"]);
});
