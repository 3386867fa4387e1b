import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../../../../src/core/store/sqlite/sqlite-database.ts";
import { SqliteStorage } from "../../../../src/core/store/sqlite/sqlite-storage.ts";
import { storageContract } from "../../../contracts/storage-contract.ts";

storageContract("SQLite", async () => fresh(Date.now).storage);

describe("the SQLite storage by its clock", () => {
  it("forgets each entry at its own deadline", async () => {
    const { storage, clock } = fresh();
    await storage.set("short", "1", 1_010);
    await storage.setMany([
      { key: "long", value: "2", expires: 1_020 },
      { key: "ever", value: "3" },
    ]);
    await storage.set("elapsed", "4", 999);
    const keys = ["short", "long", "ever", "elapsed"];
    assert.deepEqual(await storage.getMany(keys), ["1", "2", "3", undefined]);
    clock.ms = 1_010;
    assert.deepEqual(await storage.getMany(keys), [undefined, "2", "3", undefined]);
    assert.deepEqual(await storage.hasMany(keys), [false, true, true, false]);
    assert.equal(await storage.has("short"), false);
    assert.deepEqual(await all(storage), { ever: "3", long: "2" });
    await storage.set("short", "again");
    clock.ms = 10_000;
    assert.deepEqual(await storage.getMany(keys), ["again", undefined, "3", undefined]);
  });
});

describe("the SQLite storage's claims", () => {
  it("are free again at the very end of their time, not before", async () => {
    const { storage, clock } = fresh();
    assert.equal(await storage.claim("key", 10), true);
    clock.ms = 1_009;
    assert.equal(await storage.claim("key", 10), false);
    clock.ms = 1_010;
    assert.equal(await storage.claim("key", 10), true);
    clock.ms = 1_019;
    assert.equal(await storage.claim("key", 10), false);
  });

  it("leave nothing behind for ever", async () => {
    const { storage, database, clock } = fresh();
    for (let number = 0; number < 5_000; number++) {
      clock.ms++;
      await storage.claim(`delivery${number}`, 100);
    }
    const [row] = database.prepare("SELECT count(*) AS rows FROM store").all();
    const rows = Number(row?.["rows"]);
    assert.ok(rows < 1_200, `${rows} rows are left`);
  });
});

function fresh(given?: () => number) {
  const clock = { ms: 1_000 };
  const now = given ?? (() => clock.ms);
  const database = openDatabase(":memory:", () => assert.fail("a fresh database is not damaged"), now);
  return { storage: new SqliteStorage(database, ":memory:", now), database, clock };
}

async function all(storage: SqliteStorage): Promise<Record<string, unknown>> {
  const entries: Record<string, unknown> = {};
  for await (const [key, value] of storage.iterator()) entries[String(key)] = value;
  return entries;
}
