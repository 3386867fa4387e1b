import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import type { Entry } from "../../../../src/core/dialog.ts";
import { threadId } from "../../../../src/core/ids.ts";
import { openStore } from "../../../../src/core/store/open-store.ts";
import { Dialogs } from "../../../../src/core/store/record/dialogs.ts";
import type { Store } from "../../../../src/core/store/store.ts";
import { Failure } from "../../../../src/failure.ts";
import { anyEntry } from "../any-entry.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { asked, noDamage, numbered, write } from "../written.ts";

const thread = threadId("fake", "C1", "线程/1");
const answered: Entry = { kind: "ended", ending: { why: "answered" } };

describe("the record of a thread", () => {
  it("is empty at first, and grows entry by entry", async () => {
    await using store = await openStore(":memory:", noDamage);
    const open = await new Dialogs(store).open(thread);
    assert.deepEqual(open.dialog, { thread, turns: [] });
    assert.throws(() => open.append(asked("too early")), /Expected a turn to be begun/);
    assert.equal(open.beginTurn(), 1);
    assert.deepEqual(open.dialog.turns, []);
    await open.append(asked("one"));
    const before = open.dialog;
    await open.append(answered);
    assert.equal(open.beginTurn(), 2);
    await open.append(asked("two"));
    assert.deepEqual(before.turns, [{ number: 1, entries: [asked("one")] }]);
    assert.deepEqual(open.dialog.turns, [
      { number: 1, entries: [asked("one"), answered] },
      { number: 2, entries: [asked("two")] },
    ]);
  });

  it("comes back whole after a restart, every kind of entry and every character of it", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "store.sqlite");
    let run = 0;
    const turns = fc.array(fc.array(anyEntry, { minLength: 1, maxLength: 6 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(turns, async (written) => {
        const id = threadId("fake", `run${run++}`);
        await using store = await openStore(file, noDamage);
        const open = await write(store, id, written);
        await using reopened = await openStore(file, noDamage);
        const read = await new Dialogs(reopened).open(id);
        assert.deepEqual(read.dialog, { thread: id, turns: numbered(written) });
        assert.deepEqual(open.dialog, read.dialog);
        assert.equal(read.takeDamaged(), 0);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps entries in the order of the calls when nobody waits", async () => {
    await using store = await openStore(":memory:", noDamage);
    const open = await new Dialogs(store).open(thread);
    const entries = Array.from({ length: 50 }, (_, index) => asked(`${index}`));
    open.beginTurn();
    const first = entries.slice(0, 25).map((entry) => open.append(entry));
    assert.equal(open.beginTurn(), 2);
    await Promise.all([...first, ...entries.slice(25).map((entry) => open.append(entry))]);
    const expected = numbered([entries.slice(0, 25), entries.slice(25)]);
    assert.deepEqual((await new Dialogs(store).open(thread)).dialog.turns, expected);
  });

  it("never writes an earlier turn again", async () => {
    await using store = await openStore(":memory:", noDamage);
    const keys: string[] = [];
    const watched = watch(store, (key) => void keys.push(key));
    await write(watched, thread, [
      [asked("one"), answered],
      [asked("two"), answered],
    ]);
    const [one, two] = [1, 2].map((number) => `turn/${thread}/00000${number}`);
    assert.deepEqual(keys, [one, `dialog/${thread}`, one, two, `dialog/${thread}`, two]);
  });

  it("leaves out an entry that could not be kept, and passes over no number for it", async () => {
    await using store = await openStore(":memory:", noDamage);
    let full = false;
    const filling = watch(store, () => {
      if (full) throw new Failure("disk-full", "Expected room on the disk.");
    });
    const open = await write(filling, thread, [[asked("one")]]);
    open.beginTurn();
    full = true;
    await assert.rejects(open.append(asked("lost")), { code: "disk-full" });
    assert.equal(open.dialog.turns.length, 1);
    full = false;
    assert.equal(open.beginTurn(), 2);
    await open.append(asked("two"));
    const read = await new Dialogs(store).open(thread);
    assert.deepEqual(read.dialog.turns, numbered([[asked("one")], [asked("two")]]));
    assert.equal(read.takeDamaged(), 0);
  });

  it("refuses an entry that could not be read again", async () => {
    await using store = await openStore(":memory:", noDamage);
    const open = await write(store, thread, [[asked("one")]]);
    const endless: Entry = { kind: "noted", note: { kind: "record-damaged", turns: Number.POSITIVE_INFINITY } };
    await assert.rejects(open.append(endless), /Expected entries that can be kept/);
    assert.equal((await new Dialogs(store).open(thread)).takeDamaged(), 0);
  });

  it("keeps threads apart whose names begin alike", async () => {
    await using store = await openStore(":memory:", noDamage);
    const threads = [threadId("a", "1"), threadId("a", "1", "000001"), threadId("a", "1/000001"), threadId("a", "10")];
    for (const id of threads) await write(store, id, [[asked(id)], [asked(`${id} again`)]]);
    for (const id of threads) {
      const { dialog } = await new Dialogs(store).open(id);
      assert.deepEqual(dialog.turns, numbered([[asked(id)], [asked(`${id} again`)]]));
    }
  });
});

/** The same store, heard before each `set`. */
function watch(store: Store, heard: (key: string) => void): Store {
  return {
    get: (key) => store.get(key),
    set: async (key, value) => {
      heard(key);
      await store.set(key, value);
    },
    delete: (key) => store.delete(key),
    claim: (key, ttlMs) => store.claim(key, ttlMs),
    release: (key) => store.release(key),
    hold: (key, owner, ttlMs, instead) => store.hold(key, owner, ttlMs, instead),
    letGo: (key, owner) => store.letGo(key, owner),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
