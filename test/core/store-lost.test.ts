import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entry } from "../../src/core/dialog.ts";
import { fenced as dialect } from "../../src/core/model/dialects/fenced.ts";
import { ScriptedModel } from "../../src/core/model/scripted-model.ts";
import { viewOf } from "../../src/core/replay.ts";
import { KeyvStore } from "../../src/core/store/keyv-store.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import { openDatabase } from "../../src/core/store/sqlite/sqlite-database.ts";
import { SqliteStorage } from "../../src/core/store/sqlite/sqlite-storage.ts";
import type { Store } from "../../src/core/store/store.ts";
import type { TurnView } from "../../src/core/view.ts";
import { Failure } from "../../src/failure.ts";
import { firstThread as thread } from "../fakes/fake-adapter.ts";
import type { CellScript } from "../fakes/fake-kernel.ts";
import { fenced } from "../fakes/turn.ts";
import { ended, start } from "./started-bot.ts";
import { needsPostgres, startPostgres } from "./store/postgres/postgres-server.ts";
import { needsRedis, startRedis } from "./store/redis/redis-server.ts";
import type { TestServer } from "./store/test-server.ts";
import { noDamage } from "./store/written.ts";

const UNKNOWN = /What came of it is not known/;

const servers = [
  ["Redis", needsRedis, startRedis],
  ["PostgreSQL", needsPostgres, startPostgres],
] as const;
for (const [name, needs, startServer] of servers) {
  test(
    `a turn whose ${name} goes away in a cell ends with a sentence; once it is back all goes on`,
    needs,
    async () => {
      await using server = await startServer();
      await using store = await openStore(server.location, noDamage);
      const model = new ScriptedModel([fenced("run()"), ({ turns }) => prompt(turns), "I am well."]);
      const { adapter, mistakes, close } = await start(model, store, losing(server));
      const lost = await ended(adapter.ask("go"));
      assert.equal(codeOf(lost), "store-gone");
      assert.match(JSON.stringify(lost.blocks), /printed.*"refusal":"unknown"/, "what was printed stays in sight");
      assert.equal(codeOf(await ended(adapter.ask("and now?"))), "store-gone");
      await server.start();
      const well = await ended(adapter.ask("and now?"));
      assert.deepEqual(well.ending, { why: "answered" });
      assert.match(JSON.stringify(well.blocks), UNKNOWN, "the model is told");
      assert.deepEqual(mistakes, []);
      await close();
      await using reopened = await openStore(server.location, noDamage);
      await isHonest(reopened, ["asked", "said", "refused", "ended"], lost);
    },
  );
}

test("a turn whose disk is full in a cell ends with a sentence; once there is room all goes on", async () => {
  const database = openDatabase(":memory:", noDamage, Date.now);
  const storage = new SqliteStorage(database, "/data/store.sqlite", Date.now);
  await using store = new KeyvStore(storage, storage);
  const flood = "x".repeat(200_000);
  async function* flooding() {
    database.exec("PRAGMA max_page_count = 1");
    yield { kind: "printed", output: { kind: "stream", stream: "stdout", text: flood } } as const;
  }
  const { adapter, mistakes } = await start(
    new ScriptedModel([fenced("run()"), ({ turns }) => prompt(turns)]),
    store,
    flooding,
  );
  const full = await ended(adapter.ask("go"));
  assert.equal(codeOf(full), "disk-full");
  database.exec("PRAGMA max_page_count = 1000000");
  const well = await ended(adapter.ask("and now?"));
  assert.deepEqual(well.ending, { why: "answered" });
  assert.match(JSON.stringify(well.blocks), UNKNOWN);
  assert.deepEqual(mistakes, []);
  await isHonest(store, ["asked", "said", "refused", "ended"], full);
});

test("a store that fails one write in a cell leaves no outcome on the record, and says so there", async () => {
  await using store = await openStore(":memory:", noDamage);
  const set = store.set.bind(store);
  store.set = async (key, value) => {
    if (JSON.stringify(value).includes('"ran"')) throw new Failure("store-gone", "gone for a moment");
    await set(key, value);
  };
  const { adapter } = await start(undefined, store);
  const view = await ended(adapter.command("run", "print(1)"));
  assert.equal(codeOf(view), "store-gone");
  await isHonest(store, ["asked", "refused", "ended"], view);
});

test("a bot that was killed in a cell says at its next start that nobody knows what came of it", async () => {
  const killed = await start(new ScriptedModel([fenced("time.sleep(600)")]));
  await (await killed.adapter.ask("go")).until((view) => view.status?.kind === "running");
  const again = await start(new ScriptedModel([({ turns }) => prompt(turns)]));
  const view = await ended(again.adapter.ask("and?", { message: "m2" }));
  assert.match(JSON.stringify(view.blocks), UNKNOWN);
  const { dialog } = await new Dialogs(again.store).open(thread);
  assert.deepEqual(kindsOf(dialog.turns[0]?.entries), ["asked", "said", "refused", "ended"]);
});

/** The first turn of the record is whole, and drawn from it nothing is claimed that the person was not told. */
async function isHonest(store: Store, kinds: readonly string[], shown: TurnView): Promise<void> {
  const open = await new Dialogs(store).open(thread);
  assert.equal(open.takeDamaged(), 0);
  const entries = open.dialog.turns[0]?.entries ?? [];
  assert.deepEqual(kindsOf(entries), kinds);
  const drawn = viewOf(entries);
  assert.deepEqual(drawn.ending, shown.ending);
  const withoutOutputs = shown.blocks.map((block) => (block.kind === "cell" ? { ...block, outputs: [] } : block));
  assert.deepEqual(drawn.blocks, withoutOutputs);
}

function losing(server: TestServer): CellScript {
  return async function* lost() {
    yield { kind: "printed", output: { kind: "stream", stream: "stdout", text: "printed" } };
    await server.kill();
  };
}

function prompt(turns: Parameters<typeof dialect.messages>[0]["turns"]): string {
  return dialect
    .messages({ thread, turns })
    .slice(1)
    .map(({ content }) => content.replaceAll("```", "'''"))
    .join("\n");
}

function kindsOf(entries: readonly Entry[] = []): readonly string[] {
  return entries.map(({ kind }) => kind);
}

function codeOf({ ending }: TurnView): string | undefined {
  return ending?.why === "failed" ? ending.code : undefined;
}
