import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { kernelCheck } from "../../../src/doctor/local/kernel-check.ts";
import { findingFrom, someFolder, somePatient } from "../some-patient.ts";

test("a kernel is started, draws a figure, and leaves nothing behind", async () => {
  const patient = somePatient();
  const { sign, said } = await findingFrom(kernelCheck(patient));
  assert.equal(sign, "ok", said);
  assert.match(said, /drew a figure, \d+\.\d s to the PNG/);
  assert.deepEqual(readdirSync(patient.place.data), []);
});

test("a cell that ends before its figure is wrong", async () => {
  const { sign, said } = await findingFrom(kernelCheck(somePatient(), "print(1)"));
  assert.deepEqual([sign, said], ["wrong", "one was started, but gave no PNG (the cell ended: ok)"]);
});

test("an error of the drawing is told", async () => {
  const { sign, said } = await findingFrom(kernelCheck(somePatient(), "raise OSError('no fonts')"));
  assert.deepEqual([sign, said], ["wrong", "one was started, but could not draw a figure: OSError: no fonts"]);
});

test("where there is no Python the bot's own sentence says so", async () => {
  const { sign, said } = await findingFrom(kernelCheck(somePatient({}, someFolder())));
  assert.equal(sign, "wrong");
  assert.match(said, /Python environment is missing or broken/);
});
