import assert from "node:assert/strict";
import { test } from "node:test";
import { sandboxCheck } from "../../../src/doctor/local/sandbox-check.ts";
import type { Sealability } from "../../../src/kernel/jupyter/sealing.ts";
import { findingFrom, somePatient } from "../some-patient.ts";

function examined(sealing: Sealability | undefined, settings: Readonly<Record<string, string>> = {}) {
  return findingFrom(sandboxCheck(somePatient(settings), async () => sealing));
}

test("Python that is not sealed off by the operator's will is a warning that says what this means", async () => {
  const { sign, said } = await examined(undefined, { THREADBOOK_SANDBOX: "off" });
  assert.deepEqual([sign, said], ["warning", "off: Python has all rights of the user who starts the bot"]);
});

test("what seals Python off is named, and what bounds its memory", async () => {
  const { sign, said } = await examined({ kind: "sealed", by: "zygote", memory: "groups" });
  assert.equal(sign, "ok");
  assert.match(said, /^on, by zygote: files, network, .* bounded by the system$/);
});

test("bubblewrap is a warning: it names what has no bound, and the command that opens the way that bounds it", async () => {
  const sealed = { kind: "sealed", by: "bubblewrap", memory: "none" } as const;
  const { sign, said, more } = await examined({ ...sealed, mend: "Run: sudo mend." });
  assert.deepEqual([sign, more], ["warning", ["Run: sudo mend."]]);
  assert.match(said, /^on, by bubblewrap: .* folder and the memory of all its processes together have no bound$/);
  assert.deepEqual((await examined({ ...sealed, mend: "" })).more, []);
});

test("a machine that cannot seal Python off is wrong, with the command that mends it", async () => {
  const { sign, more } = await examined({ kind: "refused", why: "Expected namespaces. Run: sudo mend" });
  assert.deepEqual([sign, more], ["wrong", ["Expected namespaces. Run: sudo mend"]]);
});

test("a Python that cannot be asked is wrong too", async () => {
  assert.equal((await examined(undefined)).sign, "wrong");
});
