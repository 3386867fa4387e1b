import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { requirement } from "../requirement.ts";
import { Browser, hasBrowser } from "./browser.ts";
import { TryProcess } from "./try-process.ts";

/** Two kernels start at once on what may be a small machine. */
const patienceMs = 90_000;
const plot = [
  "!run",
  "import numpy as np, matplotlib.pyplot as plt",
  "x = np.linspace(0, 12, 400)",
  "plt.figure(figsize=(7, 2.6))",
  "plt.plot(x, np.exp(-x / 6) * np.sin(3 * x))",
  'plt.title("A swing that dies away")',
  "plt.show()",
  "print('points:', len(x))",
].join("\n");

test("npm run try leaves alone the folder, the store and the tokens of a bot that is set up", async () => {
  const data = await mkdtemp(join(tmpdir(), "threadbook-try-"));
  try {
    const setUp = {
      THREADBOOK_DATA: data,
      STORE_URL: `sqlite:${join(data, "own.sqlite")}`,
      SLACK_BOT_TOKEN: "xoxb-own",
    };
    await using program = new TryProcess(setUp);
    assert.match(await program.address(), /^http/);
    assert.equal(await program.interrupt(), 130);
    assert.deepEqual(await readdir(data), []);
  } finally {
    await rm(data, { recursive: true });
  }
});

describe("npm run try", { timeout: 240_000, ...requirement("Chromium at /usr/bin/chromium", hasBrowser) }, () => {
  const open = new AsyncDisposableStack();
  let program: TryProcess;
  let page: Page;

  before(async () => {
    program = open.use(new TryProcess({}));
    const browser = open.use(await Browser.open());
    page = await browser.context.newPage();
    page.setDefaultTimeout(patienceMs);
    await page.goto(await program.address());
  });
  after(() => open.disposeAsync());

  it("plays the tour on both platforms where no model is connected, and says how to connect one", async () => {
    await page.getByText("OPENAI_BASE_URL=").waitFor();
    for (const room of rooms()) {
      const tour = thread(room);
      await tour.getByText("Make up daily temperatures").waitFor();
      await tour.locator("pre.python", { hasText: "np.random.default_rng(7)" }).waitFor();
      await picture(tour);
    }
    await keepPicture();
    for (const room of rooms()) await stop(room);
  });

  it("runs Python behind a mention, and shows its output and its figure in the thread", async () => {
    for (const room of rooms()) await write(channel(room), plot);
    for (const room of rooms()) {
      await thread(room).locator("pre.output", { hasText: "points: 400" }).waitFor();
      await picture(thread(room));
    }
  });

  it("stops a loop without an end by its button, and keeps the variables", async () => {
    for (const room of rooms()) await write(thread(room), "!run print('going')\nwhile True: pass");
    for (const room of rooms()) {
      await thread(room).locator("pre.output", { hasText: "going" }).waitFor();
      await stop(room);
      await thread(room).getByText("Stopped. Variables are kept.").waitFor();
    }
    for (const room of rooms()) await write(thread(room), "!run len(x) * 2");
    for (const room of rooms()) await thread(room).locator("pre.output", { hasText: "800" }).waitFor();
  });

  it("ends with status 130 by Ctrl-C", async () => {
    assert.equal(await program.interrupt(), 130);
  });

  /** The README's picture is taken anew only where that is asked for. */
  async function keepPicture(): Promise<void> {
    if (process.env["THREADBOOK_TEST_PICTURE"] !== "1") return;
    await page.screenshot({ path: join(import.meta.dirname, "../../docs/try.png") });
  }

  function rooms(): readonly Locator[] {
    return ["Slack", "Discord"].map((name) => page.getByRole("region", { name, exact: true }));
  }
});

function channel(room: Locator): Locator {
  return room.locator(".channel");
}

function thread(room: Locator): Locator {
  return room.locator(".thread");
}

function stop(room: Locator): Promise<void> {
  return thread(room).getByRole("button", { name: "Stop", exact: true }).click();
}

async function write(where: Locator, text: string): Promise<void> {
  await where.getByRole("textbox").fill(text);
  await where.getByRole("button", { name: "Send" }).click();
}

/** Resolves once a picture is there, and is one. */
async function picture(where: Locator): Promise<void> {
  const found = where.locator(".picture img").first();
  await found.waitFor();
  assert.ok(
    await found.evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode().then(() => true)),
  );
}
