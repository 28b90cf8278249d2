import pMap from "p-map";
import { attacks, type Loot, methods } from "./attacks.ts";
import { type RawAnswer, sendRaw } from "./raw-request.ts";
import type { Outcome } from "./report.ts";

/** A text that tests put where no attacker may come. */
export const protectedText = "what-only-some-may-see";

/** What a segment, a playlist, a manifest and the statistics have in them. */
const signs = ["#EXT", "<MPD", "mdat", "moov", "FFmpeg", "<rtmp>", protectedText];

/**
 * Tries every attack with every method on some paths.
 * @param url `http://host:port`
 */
export function attackAll(
  url: string,
  targets: readonly { readonly location: string; readonly path: string }[],
  loot: Loot,
): Promise<Outcome[]> {
  const attempts = targets.flatMap((target) =>
    attacks.flatMap((attack) =>
      methods.filter((method) => !attack.allowed?.includes(method)).map((method) => ({ ...target, attack, method })),
    ),
  );
  return pMap(
    attempts,
    async ({ location, path, attack, method }) => {
      const answer = await sendRaw(url, attack.request(method, path, loot));
      const statuses = answer.statuses.join(" ") || (answer.text === "" ? "closed" : "a page alone");
      return { route: location, path, attack: attack.kind, method, answer: statuses, refused: isRefused(answer) };
    },
    { concurrency: 16 },
  );
}

/** Nothing of what is protected, and a refusal at the end. Before it may be the answer of an open path. */
function isRefused({ statuses, text }: RawAnswer): boolean {
  if (signs.some((sign) => text.includes(sign))) return false;
  const last = statuses.at(-1);
  // HTTP/0.9 has no status; nginx's page has it, and an API's error has words.
  if (last === undefined) return text === "" || /<h1>4\d\d |^\{"error":/.test(text);
  // 501 and 505 are refusals of a coding and of a version.
  return (last >= 400 && last < 500) || last === 501 || last === 505;
}
