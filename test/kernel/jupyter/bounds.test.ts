import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { end, run, textOf } from "../../contracts/kernel-contract.ts";
import { liveHost } from "./live-host.ts";

const sealing = { limits: { memoryMb: 600, folderFiles: 500 }, warmKernels: 1 };

describe("the bounds of a sealed kernel", { skip: process.platform !== "linux" && "only Linux seals kernels" }, () => {
  const host = liveHost({}, { sealing });
  after(() => host[Symbol.asyncDispose]());

  it("tells memory that ran out from a Python that died, and the next cell runs", async () => {
    const session = host.open("memory", 0);
    const greedy = `import os, time
for _ in range(6):
    if os.fork() == 0:
        kept = bytearray(os.urandom(1000) * 200_000)
        time.sleep(60)
time.sleep(60)`;
    assert.deepEqual(end(await run(session, greedy)), { outcome: "out-of-memory", kept: false, generation: 1 });
    assert.equal(textOf(await run(session, "print(6*7)")), "42\n");
    const died = await run(session, "import os\nos._exit(1)");
    assert.deepEqual(end(died), { outcome: "kernel-died", kept: false, generation: 2 });
  });

  it("says of a cell that goes on filling a full folder why its Python was ended", async () => {
    const session = host.open("folder", 0);
    const filling = `import os, signal
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
for number in range(1_000_000):
    os.mkdir(str(number))`;
    const { outcome, because } = end(await run(session, filling));
    assert.deepEqual([outcome, because], ["kernel-died", "folder-overfull"]);
  });
});
