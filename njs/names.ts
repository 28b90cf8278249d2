/** Names that a stream may have. */
import settings from "settings.js";

/**
 * Why a publisher may not use a name; empty when it may. `cam_low` is refused: its master playlist would lie where
 * the rendition `low` of `cam` has its own.
 */
export function nameRefusal(name: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    return "a name is 1 to 64 of A-Z a-z 0-9 _ -";
  }
  const rendition = settings.renditions.find((candidate) => name.endsWith(candidate.suffix));
  return rendition ? `it ends in ${rendition.suffix}, which marks a rendition` : "";
}
