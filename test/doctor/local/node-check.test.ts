import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { nodeCheck } from "../../../src/doctor/local/node-check.ts";
import { findingFrom, someFolder, somePatient } from "../some-patient.ts";

function project(): { readonly root: string; readonly own: string; readonly other: string } {
  const root = someFolder();
  mkdirSync(join(root, "node_modules", "node"), { recursive: true });
  const [own, other] = [join(root, "node_modules", "node", "node"), join(root, "node")];
  writeFileSync(own, "");
  writeFileSync(other, "");
  return { root, own, other };
}

test("the project's own Node is right", async () => {
  const { root, own } = project();
  const { sign, said } = await findingFrom(nodeCheck(somePatient({}, root), { execPath: own, version: "v24.21.0" }));
  assert.deepEqual([sign, said], ["ok", "v24.21.0, the project's own"]);
});

test("another Node that is new enough is a warning", async () => {
  const { root, other } = project();
  const check = nodeCheck(somePatient({}, root), { execPath: other, version: "v26.0.0" });
  assert.equal((await findingFrom(check)).sign, "warning");
});

test("a Node that is too old is wrong", async () => {
  const { root, own } = project();
  const { sign, said } = await findingFrom(nodeCheck(somePatient({}, root), { execPath: own, version: "v24.11.9" }));
  assert.deepEqual([sign, said], ["wrong", "v24.11.9 is too old, 24.12 or newer is needed"]);
});
