import assert from "node:assert/strict";
import type { CellOutput, KernelPicture } from "../../src/kernel/session.ts";
import { run, textOf } from "../contracts/kernel-contract.ts";
import { type Aftermath, type Attack, attacks } from "./attack.ts";
import { serverPeakBytes } from "./server-memory.ts";

/** Some times what one message may hold, which is copied on its way. */
const SERVER_BYTES = 800_000_000;

/** What every kernel can do: it knows the key that its messages are signed with. */
const FORGE = `import json, threading, time, uuid
kernel = get_ipython().kernel
def forge(kind, content, parent=None, metadata=None):
    own = kernel.get_parent() if parent is None else parent
    kernel.session.send(kernel.iopub_socket, kind, content, parent=own, metadata=metadata)
def raw(*parts):
    parts = [part if isinstance(part, bytes) else json.dumps(part, default=str).encode() for part in parts]
    kernel.iopub_socket.send_multipart([b"x", b"<IDS|MSG>", kernel.session.sign(parts), *parts])
header = {"msg_id": "f", "session": "s", "username": "u", "date": "2026-01-01T00:00:00Z", "version": "5.3"}
own = lambda: kernel.get_parent()["header"]
`;

type Output = CellOutput<KernelPicture>;
const outputs = ({ events }: Aftermath): readonly Output[] =>
  events.flatMap((event) => (event.kind === "printed" ? [event.output] : []));

/** The bot's log is a line of JSON each, none of them the kernel's, and few. */
function calmLog({ arena }: Aftermath): void {
  assert.ok(arena.log.length < 1000, `${arena.log.length} lines in the log`);
  for (const line of arena.log) assert.doesNotMatch(line, /FORGED|[\x00-\x09\x0b-\x1f\x7f]/);
}

const tried: readonly Attack[] = [
  {
    name: "a forged reply ends its own cell early, and nothing of it reaches the next one",
    code: `${FORGE}
forge("execute_reply", {"status": "ok", "execution_count": 1})
forge("status", {"execution_state": "idle"})
time.sleep(0.5)
print("late"); threading.Thread(target=lambda: (time.sleep(0.2), print("later"))).start()`,
    seen: "",
    holds: async ({ session }) =>
      assert.equal(textOf(await run(session, "import time; time.sleep(0.5); print('next')")), "next\n"),
  },
  {
    name: "messages that name no cell, another cell or all of them are shown to nobody",
    code: `${FORGE}
for parent in ({}, {"header": {**header, "msg_id": str(uuid.uuid4())}}, {"header": []}, {"header": {"msg_id": ["x"]}}):
    forge("stream", {"name": "stdout", "text": "astray"}, parent)
    forge("display_data", {"data": {"text/plain": "astray"}, "metadata": {}, "transient": {}}, parent)
    forge("error", {"ename": "E", "evalue": "astray", "traceback": []}, parent)
print("own")`,
    seen: "own\n",
    holds: ({ events }) => assert.doesNotMatch(JSON.stringify(events), /astray/),
  },
  {
    name: "forms that no kernel sends are passed over",
    code: `${FORGE}
for content in (None, [], "x", 7, {}, {"text": {"a": 1}}, {"data": []}, {"data": {"image/png": {"a": 1}}}, {"data": {"image/png": "%%%"}},
    {"data": {"text/plain": [[1], {}]}}, {"traceback": {"a": 1}}, {"execution_state": ["idle"]}, {"status": 5}, {"transient": 7}):
    for kind in ("stream", "display_data", "update_display_data", "error", "status", "clear_output", "foo", "comm_msg", "comm_open",
        "comm_close", "input_request", "shutdown_reply", "kernel_info_reply", "execute_request", "", "__proto__"):
        raw({**header, "msg_type": kind}, own(), {}, content)
raw({**header, "msg_type": "display_data"}, own(), {}, b'{"data": {"__proto__": {"polluted": 1}, "text/plain": "x"}, "__proto__": {"polluted": 1}}')
raw({**header, "msg_type": "display_data"}, own(), {}, b'{"data": {"text/plain": ' + b'[' * 50_000 + b']' * 50_000 + b'}}')
print("over")`,
    seen: /over\n$/,
    holds: (after) => {
      assert.equal(Reflect.get({}, "polluted"), undefined);
      calmLog(after);
    },
  },
  {
    name: "a display has a bounded id and picture words, free of control codes",
    code: `${FORGE}
png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
words = "@everyone \\x1b[2J\\x07" + "w" * 5_000_000
forge("display_data", {"data": {"image/png": png}, "metadata": {"threadbook": {"alt": words}, "x": words}, "transient": {"display_id": "\\x1b" + "i" * 5_000_000}})
forge("update_display_data", {"data": {"text/plain": "other"}, "metadata": {}, "transient": {"display_id": "of another thread"}})`,
    holds: (after) => {
      const text = JSON.stringify(
        outputs(after).map((one) =>
          "shown" in one ? { ...one, shown: { ...one.shown, picture: one.shown.picture?.alt } } : one,
        ),
      );
      assert.ok(text.length < 5_000, `${text.length} characters are kept`);
      assert.doesNotMatch(text, /\\u001b|\\u0007/);
    },
  },
  {
    name: "a look at its variables is bounded, whatever its own code makes of it",
    code: `import threadbook_kernel.look as look
look.glimpse = lambda: look.Glimpse(variables=[{"name": "n" * 5000, "type": "\\x1b", "shape": [1] * 9000, "repr": "r" * 5000}] * 3000, more=1e300, memory_bytes="x")`,
    holds: async ({ session }) => {
      const text = JSON.stringify(await session.look());
      assert.ok(text.length < 100_000, `${text.length} characters`);
      assert.doesNotMatch(text, /\\u001b/);
    },
  },
  {
    name: "nothing that it prints, raises or names is a line of the bot's log",
    code: `import logging, os, sys, warnings
for fd in (1, 2): os.write(fd, b"FORGED\\n")
for stream in (sys.__stdout__, sys.__stderr__): print('{"level":60,"msg":"FORGED"}', file=stream, flush=True)
logging.getLogger("tornado").critical("FORGED"); warnings.warn("FORGED")
raise type("FORGED\\n\\x1b[31m", (Exception,), {})("FORGED\\r\\n{}")`,
    ends: ["raised"],
    holds: (after) => {
      calmLog(after);
      assert.doesNotMatch(JSON.stringify(outputs(after)), /\\u001b/);
    },
  },
  {
    name: "messages that cannot be read reach neither another thread nor the log",
    code: `${FORGE}
for _ in range(2000):
    raw(b"\\xff\\xfe{", [], 1, b"null")
    raw({"msg_type": 5, "msg_id": []}, b"{", {}, {})
    kernel.iopub_socket.send_multipart([b"FORGED\\n", b"without an end"])
print("sent")`,
    ends: ["ok", "timed-out", "kernel-died"],
    kept: "either",
    holds: calmLog,
  },
  {
    name: "more than anybody asked for is stopped, also where it belongs to no cell",
    code: `${FORGE}
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True: raw({**header, "msg_type": "foo"}, {}, {}, b'"' + b"x" * 20_000_000 + b'"')`,
    ends: ["too-much-output", "timed-out"],
    kept: false,
  },
  {
    name: "one message that is larger than any may be is not taken",
    code: `${FORGE}
raw({**header, "msg_type": "foo"}, own(), {}, b'"' + b"x" * 400_000_000 + b'"')`,
    ends: ["ok", "timed-out"],
    kept: "either",
  },
  ...Object.entries({
    "of many large parts": '[b"x" * 100_000_000] * 20',
    "of very many parts": '[b""] * 3_000_000',
  }).map(
    ([what, parts]): Attack => ({
      name: `one message ${what} is not taken`,
      code: `${FORGE}
kernel.iopub_socket.send_multipart([b"x", b"<IDS|MSG>", *${parts}], copy=False)`,
      ends: ["ok", "timed-out"],
      kept: "either",
      holds: () => assert.ok(serverPeakBytes() < SERVER_BYTES, `${serverPeakBytes()} bytes`),
    }),
  ),
  {
    name: "a kernel that reports its own death is believed, and harms itself alone",
    code: `${FORGE}
forge("status", {"execution_state": "dead"}); time.sleep(5)`,
    ends: ["kernel-died"],
    kept: false,
  },
  {
    name: "a kernel that closes its own channels is ended at the cell's limit",
    code: `import os, re
for fd in os.listdir("/proc/self/fd"):
    try:
        if int(fd) > 2 and os.readlink(f"/proc/self/fd/{fd}").startswith("socket:"): os.close(int(fd))
    except OSError: pass
import time; time.sleep(60)`,
    ends: ["timed-out", "kernel-died"],
    kept: false,
  },
];

attacks("messages that a kernel forges", tried, { THREADBOOK_CELL_SECONDS: "4", THREADBOOK_GRACE_SECONDS: "1" });
