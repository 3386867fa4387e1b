import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { storeCheck } from "../../../src/doctor/local/store-check.ts";
import { findingFrom, someFolder, somePatient } from "../some-patient.ts";

test("the usual store opens, keeps and claims, and nothing stays in it", async () => {
  const patient = somePatient();
  for (const time of ["once", "again"]) {
    const { sign, said } = await findingFrom(storeCheck(patient));
    assert.equal(sign, "ok", time);
    assert.match(
      said,
      /^sqlite:.*threadbook\.sqlite opens, keeps what it is given, and gives each claim to one owner$/,
    );
  }
});

test("a store that cannot be opened is wrong, in the bot's own words", async () => {
  const folder = someFolder();
  writeFileSync(join(folder, "file"), "");
  const { sign, said, more } = await findingFrom(storeCheck(somePatient({ STORE_URL: `sqlite:${folder}/file/store` })));
  assert.equal(sign, "wrong");
  assert.match(said, /store cannot be reached/);
  assert.match(more[0] ?? "", /ENOTDIR|EEXIST/);
});

test("a damaged store is moved aside, as by the bot, and that is told", async () => {
  const file = join(someFolder(), "damaged.sqlite");
  writeFileSync(file, "no database at all ".repeat(500));
  const { sign, more } = await findingFrom(storeCheck(somePatient({ STORE_URL: `sqlite:${file}` })));
  assert.equal(sign, "warning");
  assert.match(more[0] ?? "", /damaged\.sqlite could not be read .* it was moved to /);
});
