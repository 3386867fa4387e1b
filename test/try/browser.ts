import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";

const program = "/usr/bin/chromium";
const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const hasBrowser = existsSync(program);

/** Debian's Chromium without a window, with a profile that goes with it. */
export class Browser implements AsyncDisposable {
  readonly context: BrowserContext;
  readonly #profile: string;

  private constructor(context: BrowserContext, profile: string) {
    this.context = context;
    this.#profile = profile;
  }

  static async open(): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), "threadbook-browser-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: program,
      args: quiet,
      viewport: { width: 1400, height: 980 },
      colorScheme: "light",
      locale: "en-GB",
    });
    return new Browser(context, profile);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
