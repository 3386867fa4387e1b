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

test("a machine that cannot seal Python off is wrong, with the command that mends it", async () => {
  const { sign, more } = await examined({ kind: "refused", why: "Expected namespaces. Run: sudo mend" });
  assert.deepEqual([sign, more], ["wrong", ["Expected namespaces. Run: sudo mend"]]);
});

test("a Python that cannot be asked is wrong too", async () => {
  assert.equal((await examined(undefined)).sign, "wrong");
});
