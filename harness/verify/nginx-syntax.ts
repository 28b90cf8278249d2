/** A directive of an nginx configuration with what stands in its block. */
export interface Directive {
  readonly name: string;
  readonly arguments: readonly string[];
  /** Undefined for a directive that ends with a semicolon. */
  readonly block?: readonly Directive[];
}

/**
 * Reads a configuration as nginx does: quotes, escapes, comments, blocks (ngx_conf_read_token in nginx's source).
 * @throws SyntaxError when a block or a quote is not closed
 */
export function parseConfiguration(text: string): Directive[] {
  const tokens = tokensOf(text);
  const root: Directive[] = [];
  const open: Directive[][] = [root];
  let words: string[] = [];
  const take = (block?: Directive[]): void => {
    const [name, ...rest] = words;
    if (name === undefined) throw new SyntaxError("a directive without a name");
    open.at(-1)?.push({ name, arguments: rest, ...(block ? { block } : {}) });
    words = [];
  };
  for (const token of tokens) {
    if (token.quoted || !"{};".includes(token.text)) {
      words.push(token.text);
    } else if (token.text === ";") {
      take();
    } else if (token.text === "{") {
      const block: Directive[] = [];
      take(block);
      open.push(block);
    } else if (open.length === 1) {
      throw new SyntaxError("a } too many");
    } else {
      open.pop();
    }
  }
  if (open.length > 1 || words.length > 0) throw new SyntaxError("a block or a directive is not closed");
  return root;
}

/** Names of all directives with the number of their arguments, blocks indented: what a value must not change. */
export function outline(directives: readonly Directive[], indent = ""): string[] {
  return directives.flatMap(({ name, arguments: words, block }) => [
    `${indent}${name} ${words.length}`,
    ...outline(block ?? [], `${indent}  `),
  ]);
}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

const pattern =
  /\s+|#[^\n]*|"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'|([{};])|((?:\$\{|\\[\s\S]|[^\s;{}"'\\])(?:\$\{|\\[\s\S]|[^\s;{\\])*)/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new SyntaxError(`cannot be read: ${text.slice(at, at + 60)}`);
    const [, double, single, mark, word] = match;
    if (double !== undefined || single !== undefined) tokens.push({ text: double ?? single ?? "", quoted: true });
    if (mark !== undefined) tokens.push({ text: mark, quoted: false });
    if (word !== undefined) tokens.push({ text: word, quoted: false });
  }
  return tokens;
}
