/** What a page of Markdown has its reader type. */
import { lexer, type Token, type Tokens, walkTokens } from "marked";
import { InputError } from "../core/index.ts";

/** Languages of fenced blocks that a reader types into a shell. */
const shell = "sh";

/**
 * The shell blocks of a section, in their order: those fenced as `sh` below its heading, in its subsections and lists
 * too.
 * @param markdown the whole page
 * @param heading the heading's text
 * @throws InputError when there is no such heading, or no such block below it
 */
export function shellBlocks(markdown: string, heading: string): string[] {
  const tokens = lexer(markdown);
  const start = tokens.findIndex((token) => isHeading(token) && token.text === heading);
  if (start < 0) throw unfit(`There is no heading "${heading}".`, heading);
  const blocks: string[] = [];
  // What it returns is for plugins that wait.
  void walkTokens(sectionAfter(tokens, start), (token) => {
    if (token.type === "code" && token["lang"] === shell) blocks.push(token["text"]);
  });
  if (blocks.length === 0) throw unfit(`Nothing below "${heading}" is fenced as ${shell}.`, heading);
  return blocks;
}

/** What follows a heading, up to the next one that is not below it. */
function sectionAfter(tokens: readonly Token[], start: number): Token[] {
  const [heading, ...rest] = tokens.slice(start);
  const depth = heading && isHeading(heading) ? heading.depth : 0;
  const end = rest.findIndex((token) => isHeading(token) && token.depth <= depth);
  return end < 0 ? rest : rest.slice(0, end);
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === "heading";
}

/**
 * Puts a reader's own values in the place of a page's examples.
 * @param blocks what the page says
 * @param values what stands there, and what is to stand there instead
 * @throws InputError when one of them does not stand there: the page was changed, and what it says would be tried by
 * half
 */
export function withValues(blocks: readonly string[], values: Readonly<Record<string, string>>): string[] {
  for (const example of Object.keys(values)) {
    if (!blocks.some((block) => block.includes(example))) throw unfit(`No block says "${example}".`, example);
  }
  // All at once: a value may be equal to another one's example.
  const examples = new RegExp(Object.keys(values).map(literally).join("|"), "g");
  return blocks.map((block) => block.replace(examples, (example) => values[example] ?? example));
}

/** A pattern that matches a text and nothing else. */
function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function unfit(what: string, where: string): InputError {
  return new InputError({ what, where, hint: "Change the page and what reads it together." });
}
