import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { detectKeyvStorage, Keyv } from "keyv";
import { openDatabase } from "../../../../src/core/store/sqlite/sqlite-database.ts";
import { SqliteStorage } from "../../../../src/core/store/sqlite/sqlite-storage.ts";

/** The conformance of keyv 6 for storages (`core/test-suite`, `storage-*`), whose package asks for keyv 5 and vitest. */
describe("the SQLite storage, as keyv asks of a storage", () => {
  it("is one that keyv takes as it is", () => {
    const { storage } = fresh();
    assert.equal(detectKeyvStorage(storage).store, "keyvStorage");
    assert.equal(storage.capabilities.expires, true);
    assert.equal(new Keyv({ store: storage }).store, storage);
  });

  it("sets, gets, has and deletes", async () => {
    const { storage } = fresh();
    assert.equal(await storage.get("key"), undefined);
    assert.equal(await storage.has("key"), false);
    assert.equal(await storage.delete("key"), false);
    assert.equal(await storage.set("key", "value"), true);
    assert.equal(await storage.get("key"), "value");
    assert.equal(await storage.has("key"), true);
    assert.equal(await storage.delete("key"), true);
    assert.equal(await storage.has("key"), false);
    assert.equal(await storage.get("key"), undefined);
  });

  it("sets, gets, has and deletes many, in order", async () => {
    const { storage } = fresh();
    assert.deepEqual(
      await storage.setMany([
        { key: "a", value: "1" },
        { key: "b", value: "2" },
      ]),
      [true, true],
    );
    assert.deepEqual(await storage.getMany(["b", "nothing", "a"]), ["2", undefined, "1"]);
    assert.deepEqual(await storage.hasMany(["a", "b", "nothing"]), [true, true, false]);
    assert.deepEqual(await storage.deleteMany(["a", "nothing", "b"]), [true, false, true]);
    assert.deepEqual(await storage.getMany(["a", "b"]), [undefined, undefined]);
  });

  it("takes empty lists", async () => {
    const { storage } = fresh();
    assert.deepEqual(await storage.setMany([]), []);
    assert.deepEqual(await storage.getMany([]), []);
    assert.deepEqual(await storage.hasMany([]), []);
    assert.deepEqual(await storage.deleteMany([]), []);
  });

  it("sets all of many or none", async () => {
    const { storage } = fresh();
    const entries = [
      { key: "a", value: "1" },
      { key: "b", value: 2 },
    ];
    await assert.rejects(storage.setMany<unknown>(entries), /Expected text for the key 'b', got number/);
    assert.deepEqual(await storage.hasMany(["a", "b"]), [false, false]);
    assert.equal(await storage.set("a", "goes on"), true);
  });

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

  it("keeps namespaces apart and clears one alone", async () => {
    const { storage } = fresh();
    assert.equal(storage.namespace, undefined);
    await storage.set("key", "none");
    for (const namespace of ["a", "a:", "ab", "A", "a%"]) {
      storage.namespace = namespace;
      assert.equal(storage.namespace, namespace);
      await storage.set("key", namespace);
      await storage.set("z\u{10FFFF}", namespace);
    }
    storage.namespace = "a";
    assert.deepEqual(await all(storage), { key: "a", "z\u{10FFFF}": "a" });
    await storage.clear();
    assert.deepEqual(await all(storage), {});
    storage.namespace = "ab";
    assert.equal(await storage.get("key"), "ab");
    storage.namespace = undefined;
    assert.equal(await storage.get("key"), "none");
    await storage.clear();
    assert.deepEqual(await all(storage), {});
  });

  it("walks over all entries, also those that change under way", async () => {
    const { storage } = fresh();
    storage.namespace = "walk";
    assert.equal(typeof storage.iterator()[Symbol.asyncIterator], "function");
    assert.deepEqual(await all(storage), {});
    for (const key of ["a", "b", "c"]) await storage.set(key, key.toUpperCase());
    const seen: unknown[] = [];
    for await (const [key] of storage.iterator()) {
      seen.push(key);
      await storage.delete("b");
    }
    assert.deepEqual(seen, ["a", "c"]);
  });

  it("disconnects, also twice", async () => {
    const { storage } = fresh();
    await storage.disconnect();
    await storage.disconnect();
    await assert.rejects(storage.get("key"));
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

function fresh() {
  const clock = { ms: 1_000 };
  const now = () => clock.ms;
  const database = openDatabase(":memory:", () => assert.fail("a fresh database is not damaged"), now);
  return { storage: new SqliteStorage(database, ":memory:", now), database, clock };
}

async function all(storage: SqliteStorage): Promise<Record<string, unknown>> {
  const entries: Record<string, unknown> = {};
  for await (const [key, value] of storage.iterator()) entries[String(key)] = value;
  return entries;
}
