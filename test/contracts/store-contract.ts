import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openStore } from "../../src/core/store/open-store.ts";
import type { Store } from "../../src/core/store/store.ts";
import type { requirement } from "../requirement.ts";

/** An empty place for a store, which `openStore` and other processes open by its address. */
export interface StorePlace extends AsyncDisposable {
  readonly location: string;
}

const minuteMs = 60_000;
const values: Readonly<Record<string, unknown>> = {
  text: "x",
  empty: "",
  colon: ":starts like keyv's own escapes",
  base64: ":base64:AAAA",
  "Chinese, emoji, combining": "线程 🧵 e\u0301",
  "control characters": "\0\u0007\u001b[31m\r\n\u2028",
  "half a surrogate pair": "\ud800",
  zero: 0,
  negative: -1.5e-7,
  false: false,
  null: null,
  list: [1, [null, {}], "2"],
  nested: { a: { b: [{ c: "d" }] }, "": 0, value: 1, expires: 1 },
};
const oddKeys = [
  "turn/slack:T1/C2/171.5/000001",
  "UPPER",
  "upper",
  "100%_wild*?[a]",
  "quote'\"`;--",
  "back\\slash",
  " space ",
  "new\nline",
  "é",
  "e\u0301",
  "线程",
  "🧵",
  "a::b",
  "::",
  "k".repeat(400),
];

/** What every store does, whatever it keeps things in. @param needs what it cannot be tried without */
export function storeContract(
  name: string,
  makePlace: () => Promise<StorePlace>,
  needs: ReturnType<typeof requirement> = { skip: false },
  around: () => void = () => {},
): void {
  const on = (title: string, test: (store: Store, place: StorePlace) => Promise<void>): void => {
    it(title, async () => {
      await using place = await makePlace();
      await using store = await open(place);
      await test(store, place);
    });
  };

  describe(`store: ${name}`, needs, () => {
    around();
    for (const [what, value] of Object.entries(values)) {
      on(`gives back ${what} as it was`, async (store, place) => {
        await store.set("key", value);
        assert.deepEqual(await store.get("key"), value);
        await using other = await open(place);
        assert.deepEqual(await other.get("key"), value);
      });
    }

    on("knows nothing of a key that was never set, or was deleted", async (store) => {
      assert.equal(await store.get("key"), undefined);
      await store.delete("key");
      await store.set("key", 1);
      await store.delete("key");
      assert.equal(await store.get("key"), undefined);
    });

    on("keeps the newest value of a key", async (store) => {
      await store.set("key", { old: true });
      await store.set("key", ["new"]);
      assert.deepEqual(await store.get("key"), ["new"]);
    });

    on("tells keys with odd characters apart", async (store) => {
      for (const key of oddKeys) await store.set(key, { of: key });
      for (const key of oddKeys) assert.deepEqual(await store.get(key), { of: key });
      for (const key of oddKeys) assert.equal(await store.claim(key, minuteMs), true, key);
      for (const key of oddKeys) assert.deepEqual(await store.get(key), { of: key });
      await store.delete("UPPER");
      assert.deepEqual(await store.get("upper"), { of: "upper" });
    });

    on("refuses keys that not every store can hold, and values that are no JSON", async (store) => {
      for (const key of ["", "k".repeat(401), "nul\0", "\ud800"]) {
        await assert.rejects(store.set(key, 1), /Expected a key of 1 to 400 characters/);
        await assert.rejects(store.get(key), /Expected a key/);
        await assert.rejects(store.delete(key), /Expected a key/);
        await assert.rejects(store.claim(key, 1), /Expected a key/);
        await assert.rejects(store.release(key), /Expected a key/);
      }
      await assert.rejects(store.set("key", undefined), /Expected a JSON value/);
      await assert.rejects(store.claim("key", 0), /more than 0 ms/);
    });

    on("keeps values of 2 MB", async (store) => {
      const value = { big: "线\n".repeat(500_000) };
      await store.set("key", value);
      assert.deepEqual(await store.get("key"), value);
    });

    on("keeps what many set at once", async (store) => {
      const numbers = Array.from({ length: 300 }, (_, index) => index);
      await Promise.all(numbers.map((number) => store.set(`key${number}`, number)));
      assert.deepEqual(await Promise.all(numbers.map((number) => store.get(`key${number}`))), numbers);
    });

    on("gives a claim to one alone, until it is released", async (store, place) => {
      await using other = await open(place);
      assert.equal(await store.claim("key", minuteMs), true);
      assert.equal(await store.claim("key", minuteMs), false);
      assert.equal(await other.claim("key", minuteMs), false);
      assert.equal(await other.claim("another", minuteMs), true);
      await store.release("key");
      assert.equal(await other.claim("key", minuteMs), true);
      await store.release("never claimed");
    });

    on("gives a claim to one of many who ask at once", async (store) => {
      const won = await Promise.all(Array.from({ length: 50 }, () => store.claim("key", minuteMs)));
      assert.equal(won.filter(Boolean).length, 1);
    });

    on("frees a claim when its time is over", async (store) => {
      assert.equal(await store.claim("key", 20), true);
      await until(() => store.claim("key", minuteMs));
      assert.equal(await store.claim("key", minuteMs), false);
    });

    on("keeps a claim over a restart", async (store, place) => {
      assert.equal(await store.claim("key", minuteMs), true);
      await store[Symbol.asyncDispose]();
      await using reopened = await open(place);
      assert.equal(await reopened.claim("key", minuteMs), false);
    });

    on("holds a key for one owner, who may keep it, until it is let go", async (store, place) => {
      await using other = await open(place);
      assert.equal(await store.hold("key", "Ada", minuteMs), "Ada");
      assert.equal(await other.hold("key", "Bob", minuteMs), "Ada");
      assert.equal(await store.hold("key", "Ada", minuteMs), "Ada");
      await other.letGo("key", "Bob");
      assert.equal(await other.hold("key", "Bob", minuteMs), "Ada");
      await store.letGo("key", "Ada");
      assert.equal(await other.hold("key", "Bob", minuteMs), "Bob");
      await other.letGo("never held", "Bob");
    });

    on("hands a key that is held over from the owner who is named, and from no other", async (store) => {
      assert.equal(await store.hold("key", "Ada", minuteMs), "Ada");
      assert.equal(await store.hold("key", "Bob", minuteMs, "Eve"), "Ada");
      assert.equal(await store.hold("key", "Bob", minuteMs, "Ada"), "Bob");
      assert.equal(await store.hold("key", "Ada", minuteMs), "Bob");
    });

    on("gives a key that is held to one of many who ask at once", async (store) => {
      const owners = Array.from({ length: 50 }, (_, index) => `owner${index}`);
      const holders = await Promise.all(owners.map((owner) => store.hold("key", owner, minuteMs)));
      assert.equal(new Set(holders).size, 1);
    });

    on("frees what is held when its time is over, and not while it is kept", async (store) => {
      assert.equal(await store.hold("long", "Ada", 1), "Ada");
      assert.equal(await store.hold("long", "Ada", minuteMs), "Ada");
      assert.equal(await store.hold("short", "Ada", 20), "Ada");
      await until(async () => (await store.hold("short", "Bob", minuteMs)) === "Bob");
      assert.equal(await store.hold("long", "Bob", minuteMs), "Ada");
    });

    on("keeps values, claims and what is held apart under one name", async (store) => {
      await store.set("key", "value");
      assert.equal(await store.claim("key", minuteMs), true);
      assert.equal(await store.hold("key", "Ada", minuteMs), "Ada");
      await store.release("key");
      assert.equal(await store.hold("key", "Bob", minuteMs), "Ada");
      assert.equal(await store.get("key"), "value");
    });

    on("is closed twice without complaint", async (store) => {
      await store[Symbol.asyncDispose]();
    });

    it("gives each of 500 claims to one of two processes", async () => {
      await using place = await makePlace();
      const keys = Array.from({ length: 500 }, (_, index) => `delivery${index}`);
      const racers = [start(place, "claim", ...keys), start(place, "claim", ...keys)];
      const printed = racers.map(({ stdout }) => text(stdout));
      await Promise.all(racers.map(({ stdout }) => once(stdout, "data")));
      for (const racer of racers) racer.stdin.end("go\n");
      const won = (await Promise.all(printed)).flatMap((lines) => lines.match(/^\S+(?= true$)/gm) ?? []);
      assert.deepEqual(won.toSorted(), keys.toSorted());
    });

    it("still has every acknowledged write after its writer was killed in the middle", async () => {
      await using place = await makePlace();
      const writer = start(place, "write");
      let acknowledged = 0;
      for await (const line of createInterface(writer.stdout)) {
        if (line === "ready") writer.stdin.write("go\n");
        else acknowledged = Number(line);
        if (acknowledged === 150) writer.kill("SIGKILL");
      }
      assert.ok(acknowledged >= 150);
      await using store = await open(place);
      for (let number = 1; number <= acknowledged; number++) {
        assert.deepEqual(await store.get(`written/${number}`), { number, filler: "é".repeat(number * 50) });
      }
      await store.set("goes on", true);
    });
  });
}

async function until(happened: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + minuteMs;
  while (!(await happened())) {
    assert.ok(Date.now() < giveUpAt, "it did not happen within a minute");
    await setImmediate();
  }
}

function open(place: StorePlace): Promise<Store> {
  return openStore(place.location, ({ why }) => assert.fail(why));
}

const program = fileURLToPath(new URL("store-process.ts", import.meta.url));

/** Bound to end with its test: it ends when its input does, or is killed. */
function start(place: StorePlace, ...job: readonly string[]) {
  const child = spawn(process.execPath, [program, place.location, ...job], { stdio: ["pipe", "pipe", "inherit"] });
  return child satisfies ChildProcess;
}
