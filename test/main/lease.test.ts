import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { readSettings } from "../../config/read-settings.ts";
import { Lease } from "../../src/core/store/lease.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { accountsOf, takeLeases } from "../../src/main/take-leases.ts";
import { dataFolder, runBot } from "./bot-process.ts";

const environment = { DISCORD_TOKEN: "t0ken-s3cret" };

test("a bot whose token another process on this store answers with ends at once with a sentence", async () => {
  const data = dataFolder();
  await using store = await openStore(`sqlite:${join(data, "threadbook.sqlite")}`, ({ why }) => assert.fail(why));
  const { discord: name = "" } = accountsOf(readSettings(environment));
  await using _ = await Lease.take(store, name, (ms, signal) => wait(ms, undefined, { signal }));
  const { status, out, err } = await runBot("", { ...environment, THREADBOOK_DATA: data });
  assert.equal(status, 1);
  assert.match(err, /already runs on this store.*\n.*process \d+ beside it/);
  assert.doesNotMatch(`${out}${err}${name}`, /s3cret/);
});

test("a bot whose lease another process took while the store was gone hears of it", async () => {
  await using store = await openStore(":memory:", ({ why }) => assert.fail(why));
  await using open = new AsyncDisposableStack();
  const settings = readSettings(environment);
  const { lost } = await takeLeases(settings, store, soon, open);
  const { discord: name = "" } = accountsOf(settings);
  const holder = await store.hold(`lease/${name}`, "other", 60_000);
  await store.hold(`lease/${name}`, "other", 60_000, holder);
  await assert.rejects(lost, { code: "already-running" });
});

/** Waits as little as it can, whatever is asked. */
function soon(_ms: number, signal: AbortSignal): Promise<void> {
  return wait(1, undefined, { signal });
}
