import assert from "node:assert/strict";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { diskCheck } from "../../../src/doctor/local/disk-check.ts";
import { findingFrom, somePatient } from "../some-patient.ts";

test("a disk with room that takes files is right, and no file stays", async () => {
  const patient = somePatient();
  const { sign, said } = await findingFrom(diskCheck(patient, () => Promise.resolve(12_345_000_000)));
  assert.deepEqual([sign, said], ["ok", `12.3 GB free at ${patient.place.data}, which can be written to`]);
  assert.deepEqual(readdirSync(patient.place.data), []);
});

test("the room is asked of the disk itself", async () => {
  assert.match((await findingFrom(diskCheck(somePatient()))).said, /\d+\.\d GB free at /);
});

test("less than 2 GB is a warning", async () => {
  const { sign, said } = await findingFrom(diskCheck(somePatient(), () => Promise.resolve(1_900_000_000)));
  assert.equal(sign, "warning");
  assert.match(said, /only 1\.9 GB free/);
});

test("a data folder that takes no files is wrong", async () => {
  const patient = somePatient();
  rmSync(patient.place.data, { recursive: true });
  writeFileSync(patient.place.data, "a file in its place");
  const { sign, said } = await findingFrom(diskCheck(patient));
  assert.equal(sign, "wrong");
  assert.match(said, /cannot be written to \(ENOTDIR\)/);
});
