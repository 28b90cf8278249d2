/** What other folders may import from this one. */
export { Browser } from "./browser.ts";
export { Player, readEvents } from "./player.ts";
export type { PlayerReport } from "./player-history.ts";
export { standingTime } from "./standstills.ts";
