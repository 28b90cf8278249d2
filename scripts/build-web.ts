/** Builds the watch page: `npm run build:web`. Prints its folder. `npm start`, the tests and the image build it by themselves. */
import { ensureWatchPage } from "../harness/chart/index.ts";

process.stdout.write(`${await ensureWatchPage()}\n`);
