import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KernelSeats, type Sitter } from "../../src/kernel/kernel-seats.ts";

class Thread implements Sitter {
  use: Sitter["use"] = "empty";
  readonly owner: string | undefined;
  readonly usedAt: number;

  constructor(owner: string | undefined, usedAt = 0) {
    this.owner = owner;
    this.usedAt = usedAt;
  }

  async restart(): Promise<void> {
    assert.equal(this.use, "idle", "only an idle Python is ended");
    this.use = "empty";
  }
}

function seated(use: Sitter["use"], ...threads: readonly Thread[]) {
  const seats = new KernelSeats({ kernels: 4, kernelsPerPerson: 2 });
  for (const thread of threads) {
    thread.use = use;
    seats.add(thread);
  }
  return seats;
}

const uses = (...threads: readonly Thread[]) => threads.map(({ use }) => use);

describe("the bounds on Pythons", () => {
  it("end nothing while there is room", async () => {
    const [one, two] = [new Thread("ada"), new Thread("bob")];
    await seated("idle", one, two).makeRoom(new Thread("ada"));
    assert.deepEqual(uses(one, two), ["idle", "idle"]);
  });

  it("end the Python of one's own that was idle longest when a person has all that they may have", async () => {
    const [older, newer, other] = [new Thread("ada", 5), new Thread("ada", 9), new Thread("bob", 1)];
    await seated("idle", newer, older, other).makeRoom(new Thread("ada"));
    assert.deepEqual(uses(older, newer, other), ["empty", "idle", "idle"]);
  });

  it("end the one that was idle longest on the machine when that is full", async () => {
    const threads = ["a", "b", "c", "d"].map((owner, index) => new Thread(owner, 10 - index));
    await seated("idle", ...threads).makeRoom(new Thread("e"));
    assert.deepEqual(uses(...threads), ["idle", "idle", "idle", "empty"]);
  });

  it("end one Python and not two when both bounds are reached", async () => {
    const threads = [new Thread("ada", 5), new Thread("ada", 9), new Thread("bob", 1), new Thread("cy", 2)];
    await seated("idle", ...threads).makeRoom(new Thread("ada"));
    assert.deepEqual(uses(...threads), ["empty", "idle", "idle", "idle"]);
  });

  it("pass over the one that is in use, however long ago it was used", async () => {
    const [busy, idle] = [new Thread("ada", 1), new Thread("ada", 9)];
    const seats = seated("idle", busy, idle);
    busy.use = "busy";
    await seats.makeRoom(new Thread("ada"));
    assert.deepEqual(uses(busy, idle), ["busy", "empty"]);
  });

  it("refuse the newcomer where all are in use, and say whose", async () => {
    const own = [new Thread("ada"), new Thread("ada")];
    const facts = { limit: 2 };
    await assert.rejects(seated("busy", ...own).makeRoom(new Thread("ada")), { code: "own-kernels-busy", facts });
    const all = ["a", "b", "c", undefined].map((owner) => new Thread(owner));
    await assert.rejects(seated("busy", ...all).makeRoom(new Thread("e")), {
      code: "kernels-busy",
      facts: { limit: 4 },
    });
  });

  it("count neither the newcomer's own Python nor one that is gone, and hold nobody's for one person's", async () => {
    const [self, gone] = [new Thread("ada"), new Thread("ada")];
    const seats = seated("busy", self, gone);
    gone.use = "empty";
    await seats.makeRoom(self);
    await seated("busy", new Thread(undefined), new Thread(undefined)).makeRoom(new Thread(undefined));
    seats.delete(self);
    await seats.makeRoom(new Thread("ada"));
  });
});
