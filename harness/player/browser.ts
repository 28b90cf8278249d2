import {
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Browser as PlaywrightBrowser,
} from "playwright-core";
import { ensureSystem } from "../../scripts/bootstrap/system.mjs";
import system from "../../scripts/system.json" with { type: "json" };
import { findProgram, type LoopbackServer, projectRoot, ToolError } from "../core/index.ts";
import { servePlayer } from "./page-server.ts";

const size = { width: 320, height: 180 };

const args = [
  "--disable-gpu",
  // A container's /dev/shm has 64 MB.
  "--disable-dev-shm-usage",
  "--autoplay-policy=no-user-gesture-required",
  "--mute-audio",
];

/** Chromium without a window. It plays in as many pages as are wanted. */
export class Browser implements AsyncDisposable {
  readonly #browser: PlaywrightBrowser;
  readonly #server: LoopbackServer;

  private constructor(browser: PlaywrightBrowser, server: LoopbackServer) {
    this.#browser = browser;
    this.#server = server;
  }

  /**
   * Starts the system's Chromium; on Debian as root it is installed first where it is missing.
   * @throws ToolError or SetupProblem when there is none
   */
  static async start(): Promise<Browser> {
    await using opened = new AsyncDisposableStack();
    const server = opened.use(await servePlayer());
    const executablePath = await chromiumProgram();
    // Chromium refuses root its sandbox. Only pages of this project and of its own service are opened.
    const browser = await chromium.launch({ executablePath, args, chromiumSandbox: process.getuid?.() !== 0 });
    opened.move();
    return new Browser(browser, server);
  }

  /** Opens the player's page, with a cache and storage of its own. */
  async newPage(): Promise<Page> {
    const page = await this.#browser.newPage({ viewport: size });
    await page.goto(this.#server.url);
    return page;
  }

  /** A viewer of other pages, with a cache and storage of his own. */
  newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    return this.#browser.newContext(options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#server[Symbol.asyncDispose]();
  }
}

async function chromiumProgram(): Promise<string> {
  await ensureSystem(projectRoot, system.browser);
  const program = await findProgram("chromium");
  if (program) return program;
  const hint = "On Debian: sudo apt-get install --no-install-recommends chromium";
  throw new ToolError({ what: "chromium is missing.", where: "PATH", hint, command: "chromium" });
}
