import assert from "node:assert/strict";
import { test } from "node:test";
import { pythonCheck } from "../../../src/doctor/local/python-check.ts";
import { findingFrom, somePatient } from "../some-patient.ts";
import { SomeEnvironment } from "./some-environment.ts";

function examined({ root }: SomeEnvironment) {
  return findingFrom(pythonCheck(somePatient({}, root)));
}

test("the environment that the starter made is right, each file with its hash", async () => {
  const { sign, said } = await findingFrom(pythonCheck(somePatient()));
  assert.equal(sign, "ok", said);
  assert.match(said, /^3\.\d+\.\d+, \d+ packages as locked, all [\d,]+ files as they were installed$/);
});

test("a file that was changed after its installation is named, with the way to mend it", async () => {
  const right = await examined(new SomeEnvironment().stamp().install("one = 1\n"));
  assert.match(right.said, /1 packages as locked, all 1 files/);
  const wrong = await examined(new SomeEnvironment().stamp().install("one = 2\n"));
  assert.equal(wrong.sign, "wrong");
  assert.match(wrong.said, /1 of 1 files are not as they were installed/);
  assert.deepEqual(wrong.more, ["some.py", "To install it anew: rm -r .threadbook/python, then npm start"]);
});

test("an environment that is not there, of another lock, or broken is wrong, each with its reason", async () => {
  const missing = await examined(new SomeEnvironment());
  assert.match(missing.said, /not there/);
  const other = await examined(new SomeEnvironment().stamp("other==1\n"));
  assert.match(other.said, /another requirements\.txt/);
  const broken = await examined(new SomeEnvironment().stamp().saying("python: no libpython", 127));
  assert.equal(broken.said, "the environment does not run: python: no libpython");
  const gone = await examined(new SomeEnvironment().stamp());
  assert.match(gone.said, /does not run: .*ENOENT/);
  for (const { sign } of [missing, other, broken, gone]) assert.equal(sign, "wrong");
});
