import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { detectKeyvStorage, Keyv } from "keyv";
import type { KeyvStorage } from "../../src/core/store/keyv-storage.ts";
import type { requirement } from "../requirement.ts";

/** The interface leaves all but a few of its methods to choice; ours have them all. */
type WholeStorage = Required<Omit<KeyvStorage, "namespace">> & Pick<KeyvStorage, "namespace">;

const minuteMs = 60_000;

/**
 * The conformance of keyv 6 for storages (`core/test-suite`, `storage-*`), whose package asks for keyv 5 and vitest.
 * @param make gives an empty storage
 */
export function storageContract(
  name: string,
  make: () => Promise<WholeStorage>,
  needs: ReturnType<typeof requirement> = { skip: false },
  around: () => void = () => {},
): void {
  const on = (title: string, test: (storage: WholeStorage) => Promise<void>): void => {
    it(title, async () => {
      const storage = await make();
      try {
        await test(storage);
      } finally {
        await storage.disconnect();
      }
    });
  };

  describe(`the ${name} storage, as keyv asks of a storage`, needs, () => {
    around();

    on("is one that keyv takes as it is", async (storage) => {
      assert.equal(detectKeyvStorage(storage).store, "keyvStorage");
      assert.equal(storage.capabilities.expires, true);
      assert.equal(new Keyv({ store: storage }).store, storage);
    });

    on("sets, gets, has and deletes", async (storage) => {
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

    on("sets, gets, has and deletes many, in order", async (storage) => {
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

    on("takes empty lists", async (storage) => {
      assert.deepEqual(await storage.setMany([]), []);
      assert.deepEqual(await storage.getMany([]), []);
      assert.deepEqual(await storage.hasMany([]), []);
      assert.deepEqual(await storage.deleteMany([]), []);
    });

    on("sets all of many or none", async (storage) => {
      const entries = [
        { key: "a", value: "1" },
        { key: "b", value: 2 },
      ];
      await assert.rejects(storage.setMany<unknown>(entries), /Expected text for the key 'b', got number/);
      assert.deepEqual(await storage.hasMany(["a", "b"]), [false, false]);
      assert.equal(await storage.set("a", "goes on"), true);
    });

    on("forgets each entry at its own deadline", async (storage) => {
      await storage.set("short", "1", Date.now() + 200);
      await storage.setMany([
        { key: "long", value: "2", expires: Date.now() + minuteMs },
        { key: "ever", value: "3" },
        { key: "elapsed", value: "4", expires: Date.now() - 1 },
      ]);
      const keys = ["long", "ever", "elapsed"];
      assert.deepEqual(await storage.getMany(keys), ["2", "3", undefined]);
      assert.deepEqual(await storage.hasMany(keys), [true, true, false]);
      assert.equal(await storage.has("elapsed"), false);
      const giveUpAt = Date.now() + minuteMs;
      while (await storage.has("short")) assert.ok(Date.now() < giveUpAt, "the entry outlived its time");
      assert.deepEqual(await all(storage), { ever: "3", long: "2" });
      await storage.set("long", "again");
      await storage.set("short", "again");
      assert.deepEqual(await storage.getMany(["long", "short"]), ["again", "again"]);
    });

    on("keeps namespaces apart and clears one alone", async (storage) => {
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

    on("walks over all entries, also those that change under way", async (storage) => {
      storage.namespace = "walk";
      assert.equal(typeof storage.iterator()[Symbol.asyncIterator], "function");
      assert.deepEqual(await all(storage), {});
      for (const key of ["a", "b", "c"]) await storage.set(key, key.toUpperCase());
      const seen: string[] = [];
      const unseen = () => ["a", "b", "c"].find((key) => !seen.includes(key)) ?? "";
      let deleted: string | undefined;
      for await (const [key] of storage.iterator()) {
        seen.push(String(key));
        if (deleted === undefined) await storage.delete((deleted = unseen()));
      }
      assert.deepEqual(
        seen.toSorted(),
        ["a", "b", "c"].filter((key) => key !== deleted),
      );
    });

    on("disconnects, also twice", async (storage) => {
      await storage.disconnect();
      await storage.disconnect();
      await assert.rejects(storage.get("key"));
    });
  });
}

async function all(storage: WholeStorage): Promise<Record<string, unknown>> {
  const entries: Record<string, unknown> = {};
  for await (const [key, value] of storage.iterator()) entries[String(key)] = value;
  return entries;
}
