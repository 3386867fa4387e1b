import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import type { Entry } from "../../../../src/core/dialog.ts";
import { type ThreadId, threadId } from "../../../../src/core/ids.ts";
import { openStore } from "../../../../src/core/store/open-store.ts";
import { Dialogs } from "../../../../src/core/store/record/dialogs.ts";
import { anyEntry } from "../any-entry.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { asked, noDamage, numbered, write } from "../written.ts";

const thread = threadId("fake", "C1", "线程/1");

it("a record of before files were kept is read as it was", async () => {
  await using store = await openStore(":memory:", noDamage);
  const { kind, who, via, text, language, at } = { ...asked("one") } as Extract<Entry, { kind: "asked" }>;
  const old = { kind, who, via, text, language, at };
  await store.set(`turn/${thread}/000001`, { version: 1, entries: [old] });
  assert.deepEqual((await new Dialogs(store).open(thread)).dialog.turns, [{ number: 1, entries: [old] }]);
});

describe("a damaged record", () => {
  const foreign: Readonly<Record<string, unknown>> = {
    "of a later version": { version: 3, entries: [asked("two")] },
    "with an unknown kind of entry": { version: 2, entries: [{ kind: "dreamt", text: "two" }] },
    "with a wrong type in it, of an older version": { version: 1, entries: [{ ...asked("two"), text: 2 }] },
    "with a blob named like a path": {
      version: 1,
      entries: [ran({ hash: "../../../etc/passwd", mime: "image/png", width: 1, height: 1, bytes: 1 })],
    },
    "that is no record": "two",
  };
  for (const [what, record] of Object.entries(foreign)) {
    it(`${what} is set aside, told of once, and the other turns stay`, async () => {
      await using store = await openStore(":memory:", noDamage);
      await write(store, thread, [[asked("one")], [asked("two")], [asked("three")]]);
      const key = `turn/${thread}/000002`;
      await store.set(key, record);
      const open = await new Dialogs(store).open(thread);
      const left = [
        { number: 1, entries: [asked("one")] },
        { number: 3, entries: [asked("three")] },
      ];
      assert.deepEqual(open.dialog.turns, left);
      assert.deepEqual([open.takeDamaged(), open.takeDamaged()], [1, 0]);
      assert.deepEqual(await store.get(`aside/${key}`), record);
      const again = await new Dialogs(store).open(thread);
      assert.equal(again.takeDamaged(), 0);
      assert.deepEqual(again.dialog.turns, left);
      assert.equal(again.beginTurn(), 4);
    });
  }

  it("that is no JSON is set aside as the text that it is", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "store.sqlite");
    await using store = await openStore(file, noDamage);
    using database = new DatabaseSync(file);
    await write(store, thread, [[asked("one")]]);
    spoil(database, thread, 1, 0, Buffer.from("?"));
    assert.equal((await new Dialogs(store).open(thread)).takeDamaged(), 1);
    assert.match(String(await store.get(`aside/turn/${thread}/000001`)), /^\?"value":\{"version":2,.*"text":"one"/);
  });

  it("is missed in the middle, even many at once, but not after the last", async () => {
    await using store = await openStore(":memory:", noDamage);
    await write(
      store,
      thread,
      Array.from({ length: 150 }, (_, index) => [asked(`${index + 1}`)]),
    );
    for (let number = 40; number <= 90; number++) await store.delete(`turn/${thread}/0000${number}`);
    for (const last of [149, 150]) await store.delete(`turn/${thread}/000${last}`);
    const open = await new Dialogs(store).open(thread);
    assert.equal(open.takeDamaged(), 51);
    assert.equal(open.dialog.turns.length, 97);
    assert.equal(open.beginTurn(), 149);
  });

  it("that counts the turns loses no turn, whatever it says", async () => {
    const heads = ["rubbish", { version: 1, turns: 0 }, { version: 1, turns: 9e15 }, { version: 1, turns: -1 }, null];
    for (const head of [...heads, { version: 2 }, undefined]) {
      await using store = await openStore(":memory:", noDamage);
      const written = Array.from({ length: 100 }, (_, index) => [asked(`${index}`)]);
      await write(store, thread, written);
      if (head === undefined) await store.delete(`dialog/${thread}`);
      else await store.set(`dialog/${thread}`, head);
      const open = await new Dialogs(store).open(thread);
      assert.deepEqual(open.dialog.turns, numbered(written));
      assert.equal(open.takeDamaged(), 0);
      assert.equal(open.beginTurn(), 101);
    }
  });

  it("of a turn loses that turn alone, wherever its bytes were changed", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "store.sqlite");
    await using store = await openStore(file, noDamage);
    using database = new DatabaseSync(file);
    let run = 0;
    const turns = fc.array(fc.array(anyEntry, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    const hits = fc.array(fc.record({ row: fc.nat(), at: fc.nat(), bytes: fc.uint8Array({ maxLength: 9 }) }), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(turns, hits, async (written, damages) => {
        const id = threadId("fake", `run${run++}`);
        await write(store, id, written);
        const hit = new Set(
          damages.map(({ row, at, bytes }) => spoil(database, id, row % (written.length + 1), at, bytes)),
        );
        const open = await new Dialogs(store).open(id);
        for (const turn of numbered(written)) {
          if (hit.has(turn.number)) continue;
          assert.deepEqual(
            open.dialog.turns.find(({ number }) => number === turn.number),
            turn,
          );
        }
        assert.ok(open.takeDamaged() <= hit.size);
        assert.ok(open.beginTurn() > written.length);
      }),
      { numRuns: 200 },
    );
  });
});

/** Overwrites bytes of a record where it lies. @returns the turn's number, or 0 for the head */
function spoil(database: DatabaseSync, id: ThreadId, number: number, at: number, bytes: Uint8Array): number {
  const key = number === 0 ? `threadbook::dialog/${id}` : `threadbook::turn/${id}/${String(number).padStart(6, "0")}`;
  const row = database.prepare("SELECT CAST(value AS BLOB) AS value FROM store WHERE key = ?").get(key);
  assert.ok(row?.["value"] instanceof Uint8Array);
  const value = Buffer.from(row["value"]);
  value.set(bytes.subarray(0, value.length - (at % value.length)), at % value.length);
  database.prepare("UPDATE store SET value = CAST(? AS TEXT) WHERE key = ?").run(value, key);
  return number;
}

function ran(picture: unknown): unknown {
  const outputs = [{ kind: "display", result: true, shown: { picture } }];
  return { kind: "ran", call: "1", code: "1", outputs, end: { outcome: "ok", kept: true, generation: 1 }, result: "1" };
}
