import assert from "node:assert/strict";
import { test } from "node:test";
import { fontsCheck } from "../../../src/doctor/local/fonts-check.ts";
import { findingFrom, somePatient } from "../some-patient.ts";
import { SomeEnvironment } from "./some-environment.ts";

test("the font of the project's environment draws Chinese", async () => {
  const { sign, said } = await findingFrom(fontsCheck(somePatient()));
  assert.equal(sign, "ok", said);
  assert.match(said, /NotoSansSC/);
});

for (const [report, sign, said] of [
  ['{"path": null, "draws": false}', "warning", /no font that draws Chinese was found/],
  ['{"path": "/fonts/latin.ttf", "draws": false}', "warning", /latin\.ttf has no Chinese characters/],
  ["no JSON", "wrong", /could not be asked/],
] as const) {
  test(`fonts reported as ${report} are told as ${sign}`, async () => {
    const { root } = new SomeEnvironment().saying(report);
    const finding = await findingFrom(fontsCheck(somePatient({}, root)));
    assert.equal(finding.sign, sign);
    assert.match(finding.said, said);
  });
}
