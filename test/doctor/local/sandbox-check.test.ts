import assert from "node:assert/strict";
import { test } from "node:test";
import { sandboxCheck } from "../../../src/doctor/local/sandbox-check.ts";
import { type SandboxReport, unsealed } from "../../../src/doctor/sandbox-report.ts";
import { findingFrom, somePatient } from "../some-patient.ts";

function examined(report: SandboxReport) {
  return findingFrom(sandboxCheck(somePatient(), () => Promise.resolve(report)));
}

test("Python that is not sealed off is a warning that says what this means", async () => {
  const { sign, said } = await findingFrom(sandboxCheck(somePatient(), unsealed));
  assert.deepEqual([sign, said], ["warning", "off: Python has all rights of the user who starts the bot"]);
});

test("fences in force are named", async () => {
  const { sign, said } = await examined({ inForce: ["files", "network"], missing: [] });
  assert.deepEqual([sign, said], ["ok", "on: files, network"]);
});

test("each fence that is missing is named with the command that mends it", async () => {
  const missing = [{ fence: "memory", mend: "sudo mend" }, { fence: "calls" }];
  const { sign, more } = await examined({ inForce: ["files"], missing });
  assert.equal(sign, "warning");
  assert.deepEqual(more, ["not in force: memory; to mend it: sudo mend", "not in force: calls"]);
});
