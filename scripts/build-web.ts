/** `npm run build:web`: builds the watch page, and prints its folder. */
import { ensureWatchPage } from "../harness/chart/index.ts";
import { command, runCommand } from "../harness/core/index.ts";

const buildWeb = command(
  "npm run build:web --",
  "Builds the watch page unless it is built, and prints its folder. `npm start`, the tests and the image do so by themselves.",
);

await runCommand(buildWeb, async () => ({ text: await ensureWatchPage() }));
