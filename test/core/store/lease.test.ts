import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Lease } from "../../../src/core/store/lease.ts";
import { openStore } from "../../../src/core/store/open-store.ts";
import { type Owner, ownerText, thisProcess } from "../../../src/core/store/owner.ts";
import type { Store } from "../../../src/core/store/store.ts";
import { Failure } from "../../../src/failure.ts";
import { noDamage } from "./written.ts";

const key = "lease/bot";
const elsewhere: Owner = { ...thisProcess(), id: "1", host: "another machine" };

describe("a lease", () => {
  it("of an owner elsewhere who is dead is taken when its time is over", async () => {
    await using clock = await stopped();
    await clock.store.hold(key, ownerText(elsewhere), 9_000);
    await using _ = await Lease.take(clock.store, "bot", clock.sleep);
    assert.ok(clock.ms >= 9_000 && clock.ms <= 10_000, `${clock.ms} ms`);
  });

  it("of an owner elsewhere who renews it is refused after that time", async () => {
    await using clock = await stopped();
    const renew = () => clock.store.hold(key, ownerText(elsewhere), 9_000);
    await renew();
    const sleep = async (ms: number, signal: AbortSignal) => {
      await renew();
      await clock.sleep(ms, signal);
    };
    await assert.rejects(Lease.take(clock.store, "bot", sleep), {
      code: "already-running",
      message: /another machine.*End that one/,
    });
    assert.ok(clock.ms <= 11_000, `${clock.ms} ms`);
  });

  it("of a process whose number another one has by now is taken at once", async () => {
    await using clock = await stopped();
    await clock.store.hold(key, ownerText({ ...thisProcess(), started: "before" }), 9_000);
    await using _ = await Lease.take(clock.store, "bot", clock.sleep);
    assert.equal(clock.ms, 0);
  });

  it("that is held under a name that nobody can read is waited for", async () => {
    await using clock = await stopped();
    await clock.store.hold(key, "{", 5_000);
    await using _ = await Lease.take(clock.store, "bot", clock.sleep);
    assert.ok(clock.ms >= 5_000);
  });

  it("is renewed before its time is over, for as long as it is kept", async () => {
    await using clock = await stopped();
    const other = ownerText(elsewhere);
    {
      await using _ = await Lease.take(clock.store, "bot", clock.rest);
      for (let again = 0; again < 20; again++) {
        await clock.pass(3_000);
        assert.notEqual(await clock.store.hold(key, other, 9_000), other);
      }
    }
    assert.equal(await clock.store.hold(key, other, 9_000), other);
  });

  it("outlives an outage of the store, and is taken again where nobody took it meanwhile", async () => {
    await using clock = await stopped();
    await using lease = await Lease.take(clock.store, "bot", clock.rest);
    let lost = false;
    void lease.lost.then(() => (lost = true));
    clock.fail(new Failure("store-gone", "gone"));
    await clock.pass(30_000);
    clock.fail(undefined);
    await clock.pass(3_000);
    assert.notEqual(await clock.store.hold(key, ownerText(elsewhere), 9_000), ownerText(elsewhere));
    assert.equal(lost, false);
  });

  it("is lost, and says to whom, when somebody took it during an outage", async () => {
    await using clock = await stopped();
    await using lease = await Lease.take(clock.store, "bot", clock.rest);
    clock.fail(new Failure("store-gone", "gone"));
    await clock.pass(12_000);
    clock.fail(undefined);
    const other = ownerText({ ...elsewhere, pid: 77 });
    assert.equal(await clock.store.hold(key, other, 60_000), other);
    await clock.pass(3_000);
    const { code, message } = await lease.lost;
    assert.equal(code, "already-running");
    assert.match(message, /process 77/);
    await lease[Symbol.asyncDispose]();
    assert.equal(await clock.store.hold(key, "third", 9_000), other, "what another holds is not given back");
  });
});

/** A store in memory whose time passes when a test says so. */
async function stopped() {
  let ms = 0;
  let failure: Failure | undefined;
  const sleepers = new Set<() => void>();
  const store = await openStore(":memory:", noDamage, () => ms);
  const hold = store.hold.bind(store);
  store.hold = async (...call: Parameters<Store["hold"]>) => {
    if (failure !== undefined) throw failure;
    return hold(...call);
  };
  return {
    store,
    get ms() {
      return ms;
    },
    fail: (next: Failure | undefined) => void (failure = next),
    /** Time passes by sleeping. */
    sleep: async (wait: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      // Whoever keeps a lease sleeps until the test is over.
      if (wait > 1_000) await new Promise((_, reject) => signal.addEventListener("abort", reject));
      ms += wait;
    },
    /** Time passes by `pass` alone. */
    rest: (wait: number, signal: AbortSignal) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      signal.addEventListener("abort", () => reject(signal.reason));
      const until = ms + wait;
      const look = () => {
        if (ms < until) return;
        sleepers.delete(look);
        resolve();
      };
      sleepers.add(look);
      return promise;
    },
    async pass(passing: number) {
      for (const until = ms + passing; ms < until; ) {
        ms += 500;
        for (const look of sleepers) look();
        await new Promise(setImmediate);
      }
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
