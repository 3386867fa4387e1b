import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import type { Entry } from "../../../../src/core/dialog.ts";
import { threadId } from "../../../../src/core/ids.ts";
import { openStore } from "../../../../src/core/store/open-store.ts";
import { Dialogs } from "../../../../src/core/store/record/dialogs.ts";
import { type Migration, migrate } from "../../../../src/core/store/record/migrate.ts";
import { Failure } from "../../../../src/failure.ts";
import { anyEntry } from "../any-entry.ts";
import { asked, noDamage } from "../written.ts";

const thread = threadId("fake", "C1");
const key = `turn/${thread}/000001`;
const copy = `aside/version1/${key}`;
const call = { kind: "call", raw: "```python\n1\n```", id: "cell1", code: "1" } as const;
const said: Entry = { kind: "said", parts: [call] };
const ran: Entry = {
  kind: "ran",
  call: "cell1",
  code: "1",
  outputs: [],
  end: { outcome: "ok", kept: true, generation: 1 },
  result: "1",
};
const ended: Entry = { kind: "ended", ending: { why: "failed", code: "store-gone", facts: {} } };
const unknown: Entry = { kind: "refused", call: "cell1", code: "1", why: "unknown" };
const ownCode: Entry = {
  kind: "asked",
  who: { id: "p", name: "Ada" },
  via: "run",
  text: "1",
  language: "en",
  at: "",
} as Entry;

describe("a record of an older version", () => {
  const turns: Readonly<Record<string, readonly [one: readonly Entry[], today: readonly Entry[]]>> = {
    "that lacks nothing is read as it is": [
      [asked("go"), said, ran, ended],
      [asked("go"), said, ran, ended],
    ],
    "that ended without an outcome says that it is not known": [
      [asked("go"), said, ended],
      [asked("go"), said, unknown, ended],
    ],
    "of a person's own code says the same": [
      [ownCode, ended],
      [ownCode, unknown, ended],
    ],
    "whose last block has no outcome keeps those before": [
      [asked("go"), said, ran, said, ended],
      [asked("go"), said, ran, said, unknown, ended],
    ],
    "that has no ending yet is left to be closed": [
      [asked("go"), said],
      [asked("go"), said],
    ],
  };
  for (const [what, [one, today]] of Object.entries(turns)) {
    it(`${what}; it is rewritten once, and a copy is kept`, async () => {
      await using store = await openStore(":memory:", noDamage);
      await store.set(key, { version: 1, entries: one });
      const open = await new Dialogs(store).open(thread);
      assert.deepEqual(open.dialog.turns, [{ number: 1, entries: today }]);
      assert.equal(open.takeDamaged(), 0);
      assert.deepEqual(await store.get(copy), { version: 1, entries: one });
      assert.deepEqual(await store.get(key), { version: 2, entries: today });
      await store.delete(copy);
      assert.deepEqual((await new Dialogs(store).open(thread)).dialog, open.dialog);
      assert.equal(await store.get(copy), undefined);
    });
  }

  it("of any content loses none of its entries", async () => {
    await using store = await openStore(":memory:", noDamage);
    const one = fc.array(anyEntry, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(one, async (entries) => {
        await store.set(key, { version: 1, entries });
        const [turn] = (await new Dialogs(store).open(thread)).dialog.turns;
        const read = turn?.entries ?? [];
        const added = read.length - entries.length;
        const at = added === 0 ? -1 : entries.findIndex(({ kind }) => kind === "ended");
        assert.deepEqual(added === 0 ? read : read.toSpliced(at, 1), entries);
      }),
      { numRuns: 200 },
    );
  });

  it("stays as it was when its copy cannot be kept", async () => {
    await using store = await openStore(":memory:", noDamage);
    const record = { version: 1, entries: [asked("go"), said, ended] };
    await store.set(key, record);
    store.set = () => Promise.reject(new Failure("disk-full", "full"));
    await assert.rejects(new Dialogs(store).open(thread), { code: "disk-full" });
    assert.deepEqual(await store.get(key), record);
  });
});

describe("migrating", () => {
  const steps: readonly Migration[] = [
    (record) => ({ ...record, path: `${String(record["path"])}2` }),
    (record) => ({ ...record, path: `${String(record["path"])}3` }),
  ];

  it("takes every step from the record's version on, in order", () => {
    assert.deepEqual(migrate({ version: 1, path: "1" }, steps), { record: { version: 3, path: "123" }, from: 1 });
    assert.deepEqual(migrate({ version: 2, path: "2" }, steps), { record: { version: 3, path: "23" }, from: 2 });
  });

  it("leaves alone what is of today, of a later version, or no record", () => {
    for (const record of [{ version: 3 }, { version: 4 }, { version: 0 }, { version: "1" }, {}, null, undefined, "1"]) {
      assert.equal(migrate(record, steps), undefined);
    }
  });
});
