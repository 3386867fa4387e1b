import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { CellEvent, CellOutput, KernelPicture } from "../../../src/kernel/session.ts";
import { end, run, textOf } from "../../contracts/kernel-contract.ts";
import { liveHost } from "./live-host.ts";

type Output = CellOutput<KernelPicture>;

const outputs = (events: readonly CellEvent[]): readonly Output[] =>
  events.flatMap((event) => (event.kind === "printed" ? [event.output] : []));

const pictures = (events: readonly CellEvent[]): readonly KernelPicture[] =>
  outputs(events).flatMap((output) =>
    output.kind === "display" && output.shown.picture !== undefined ? [output.shown.picture] : [],
  );

describe("the output of real cells", () => {
  const host = liveHost({ timeoutMs: 30_000, graceMs: 800 });
  const session = host.open("thread", 0);
  after(() => host[Symbol.asyncDispose]());

  it("shows each figure of a cell once, as PNG with its alt text, in order with what is printed", async () => {
    const events = await run(
      session,
      'import matplotlib.pyplot as plt\nprint("one")\nplt.plot([1, 2]); plt.title("Rain"); plt.show()\nprint("two")\nplt.bar(["a"], [3])',
    );
    assert.deepEqual(
      outputs(events).map((output) => output.kind),
      ["stream", "display", "stream", "display"],
    );
    for (const { mime, bytes } of pictures(events)) {
      assert.equal(mime, "image/png");
      assert.equal(Buffer.from(bytes.subarray(1, 4)).toString(), "PNG");
    }
    assert.match(pictures(events)[0]?.alt ?? "", /Rain/);
  });

  it("shows a table as html and text, and marks it as the cell's result", async () => {
    const [output] = outputs(await run(session, 'import pandas as pd\npd.DataFrame({"town": ["Basel"], "rain": [3]})'));
    assert.ok(output?.kind === "display" && output.result);
    assert.match(output.shown.html ?? "", /<table/);
    assert.match(output.shown.text ?? "", /Basel/);
  });

  it("replaces a display of an earlier cell", async () => {
    await run(session, 'from IPython.display import display\nhandle = display("1 of 2", display_id="progress")');
    const [output] = outputs(await run(session, 'handle.update("2 of 2")'));
    assert.deepEqual(output, { kind: "replaced", display: "progress", shown: { text: "'2 of 2'" } });
  });

  it("clears just before what replaces it", async () => {
    const events = await run(
      session,
      'from IPython.display import clear_output\nprint("old")\nclear_output(wait=True)\nprint("new")',
    );
    assert.deepEqual(
      outputs(events)
        .map((output) => output.kind)
        .slice(-2),
      ["cleared", "stream"],
    );
  });

  it("keeps both streams, carriage returns and Chinese, and no control codes", async () => {
    const code =
      'import sys\nprint("\\x1b[31m中文\\x1b[0m 10%\\r20%", flush=True)\nprint("oh\\x07", file=sys.stderr, flush=True)';
    assert.deepEqual(outputs(await run(session, code)), [
      { kind: "stream", stream: "stdout", text: "中文 10%\r20%\n" },
      { kind: "stream", stream: "stderr", text: "oh\n" },
    ]);
  });

  it("stops a flood, keeps its head and tail, counts the rest, and keeps the variables", async () => {
    const events = await run(session, 'x = 7\nfor i in range(10**8): print(i, "x" * 90)');
    assert.deepEqual(end(events), { outcome: "interrupted", kept: true, generation: 1, because: "too-much-output" });
    const text = textOf(events);
    assert.ok(text.startsWith("0 xxx") && text.length <= 100_000 && text.length > 90_000);
    const omitted = outputs(events).find((output) => output.kind === "omitted");
    assert.ok((omitted?.characters ?? 0) > 1_000_000);
    assert.equal(textOf(await run(session, "print(x)")), "7\n");
  });

  it("loses no line of many that are sent one by one", async () => {
    const events = await run(session, "for i in range(5000): print(i, flush=True)");
    assert.deepEqual(end(events), { outcome: "ok", kept: true, generation: 1 });
    assert.equal(textOf(events), Array.from({ length: 5000 }, (_, line) => `${line}\n`).join(""));
  });

  it("stops a cell that makes too many figures, and keeps those within the limit", async () => {
    const events = await run(session, "for i in range(1000):\n    plt.figure(); plt.plot([i]); plt.show()");
    assert.deepEqual(end(events), { outcome: "interrupted", kept: true, generation: 1, because: "too-many-figures" });
    assert.equal(pictures(events).length, 5);
  });

  it("ends a Python that cannot be interrupted, and the next cell runs in a new one", async () => {
    const stubborn =
      "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('deaf', flush=True)\nwhile True: pass";
    const stop = new AbortController();
    const events = await run(session, stubborn, stop.signal, () => stop.abort());
    assert.deepEqual(end(events), { outcome: "interrupted", kept: false, generation: 1 });
    assert.deepEqual(end(await run(session, "1")), { outcome: "ok", kept: true, generation: 2 });
  });
});
