import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCell } from "../../../src/kernel/cell.ts";
import { isCanceledFuture } from "../../../src/kernel/jupyter/canceled-futures.ts";
import { JupyterLife } from "../../../src/kernel/jupyter/life.ts";
import { SupervisedServer } from "../../../src/kernel/jupyter/server.ts";
import { end, run, textOf } from "../../contracts/kernel-contract.ts";
import { LIMITS, liveHost, PYTHON, PYTHON_PATH, RUNTIME_FOLDER, SEALING } from "./live-host.ts";
import { WeakSocket } from "./weak-socket.ts";

const ignore = () => undefined;

describe("a connection to the kernel that breaks", () => {
  const folder = mkdtempSync(join(tmpdir(), "threadbook-weak-"));
  const server = new SupervisedServer({
    python: PYTHON,
    pythonPath: PYTHON_PATH,
    runtimeFolder: RUNTIME_FOLDER,
    environment: process.env,
    sealing: SEALING,
    log: ignore,
  });
  let weak: WeakSocket;
  let life: JupyterLife;

  before(async () => {
    const process = await server.up();
    weak = await WeakSocket.before(process.socketPath, folder);
    const { token, fetch, gone } = process;
    life = await JupyterLife.start({ socketPath: weak.path, token, fetch, gone }, folder, 1, ignore);
    await cell("count = 0");
  });

  after(async () => {
    await life.end();
    await server[Symbol.asyncDispose]();
    await weak[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const cell = (code: string, printed?: () => void) =>
    run({ run: (sent, signal) => runCell(life, sent, signal, LIMITS) }, code, undefined, printed);

  it("does not lose a cell that was sent as it broke, nor run it twice", async () => {
    weak.swallowNext();
    assert.equal(end(await cell("count += 1\nprint(count)")).outcome, "ok");
    assert.equal(textOf(await cell("print(count)")), "1\n");
  });

  it("does not lose the end of a cell that ran on meanwhile", async () => {
    let broke = false;
    const events = await cell(
      'count += 1\nprint("now", flush=True)\n__import__("time").sleep(1)\nprint("after")',
      () => {
        if (!broke) weak.break();
        broke = true;
      },
    );
    assert.deepEqual(end(events), { outcome: "ok", kept: true, generation: 1 });
    assert.equal(textOf(await cell("print(count)")), "2\n");
  });

  it("runs the next cell right after it broke while nothing ran", async () => {
    weak.break();
    assert.equal(textOf(await cell("print(count)")), "2\n");
  });
});

describe("a kernel's surprises", () => {
  const strange: unknown[] = [];
  const note = (reason: unknown) => void (isCanceledFuture(reason) || strange.push(reason));
  const lines: string[] = [];
  const host = liveHost({}, { log: (line) => lines.push(line) });
  before(() => void process.on("unhandledRejection", note));
  after(async () => {
    await host[Symbol.asyncDispose]();
    process.off("unhandledRejection", note);
    assert.deepEqual(strange, []);
  });

  it("dies right after it was connected again, and takes nothing down with it", async () => {
    const session = host.open("dies", 0);
    const code =
      'from IPython.display import display\ndisplay({"text/plain": "y" * 70_000_000}, raw=True)\nimport os\nos._exit(1)';
    const events = await run(session, code);
    assert.deepEqual(end(events), { outcome: "kernel-died", kept: false, generation: 1 });
    assert.deepEqual(end(await run(session, "1")), { outcome: "ok", kept: true, generation: 2 });
  });

  it("sends one message too large to be taken: the cell ends, says so, and variables are kept", async () => {
    const session = host.open("large", 0);
    const events = await run(
      session,
      'x = 5\nfrom IPython.display import display\ndisplay({"text/plain": "y" * 70_000_000}, raw=True)',
    );
    assert.equal(end(events).kept, true);
    assert.deepEqual(events.at(-2), { kind: "printed", output: { kind: "omitted", characters: 64 * 1024 * 1024 } });
    assert.equal(textOf(await run(session, "print(x)")), "5\n");
  });

  it("goes on sending messages too large to be taken when no cell runs: it is ended", async () => {
    const session = host.open("goes-on", 0);
    await run(
      session,
      `import threading, time
from IPython.display import display
def go_on():
    while time.sleep(0.1) is None: display({"text/plain": "y" * 70_000_000}, raw=True)
threading.Thread(target=go_on, daemon=True).start()`,
    );
    while (session.alive) await new Promise(setImmediate);
    assert.deepEqual(end(await run(session, "1")), { outcome: "ok", kept: true, generation: 2 });
  });

  it("dies while nothing runs: no variables are claimed, and the generation goes up once", async () => {
    const session = host.open("idle", 0);
    await run(session, "x = 5\nimport os, threading\nthreading.Timer(0.1, lambda: os.kill(os.getpid(), 9)).start()");
    while (session.alive) await new Promise(setImmediate);
    const events = await run(session, "print(x)");
    assert.deepEqual(end(events), { outcome: "raised", kept: true, generation: 2 });
  });

  it("dies by a signal in mid-cell, and is noticed", async () => {
    const session = host.open("signals", 0);
    for (const [signal, generation] of [
      ["SIGSEGV", 1],
      ["SIGKILL", 2],
    ] as const) {
      const events = await run(session, `import os, signal\nos.kill(os.getpid(), signal.${signal})`);
      assert.deepEqual(end(events), { outcome: "kernel-died", kept: false, generation });
    }
  });

  it("sends what is no Jupyter message: it is passed over", async () => {
    const forge = `
kernel = get_ipython().kernel
for kind, content in [("stream", {"bad": 1}), ("display_data", {"data": 3}), ("status", {"execution_state": 7}), ("error", {"traceback": 1})]:
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent(), ident=b"x")
print("still here")`;
    const events = await run(host.open("forges", 0), forge);
    assert.match(textOf(events), /still here/);
    assert.equal(end(events).kept, true);
  });

  it("prints late from an old cell: it is not shown as the new cell's", async () => {
    const session = host.open("late", 0);
    await run(session, 'import threading, time\nthreading.Timer(0.2, lambda: print("late")).start()');
    assert.equal(textOf(await run(session, 'time.sleep(0.5)\nprint("new")')), "new\n");
  });

  it("asks for input: it is refused", async () => {
    const events = await run(host.open("asks", 0), "input()");
    assert.equal(end(events).outcome, "raised");
  });

  it("runs out of memory: that is an error like others", async () => {
    const events = await run(host.open("memory", 0), "bytearray(10**16)");
    assert.deepEqual(end(events), { outcome: "raised", kept: true, generation: 1 });
  });
});
