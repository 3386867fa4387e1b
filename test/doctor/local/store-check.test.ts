import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
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

test("a damaged store is wrong, and stays where and as it is", async () => {
  const folder = someFolder();
  const file = join(folder, "damaged.sqlite");
  const bytes = "no database at all ".repeat(500);
  writeFileSync(file, bytes);
  const { sign, said } = await findingFrom(storeCheck(somePatient({ STORE_URL: `sqlite:${file}` })));
  assert.equal(sign, "wrong");
  assert.match(said, /damaged\.sqlite cannot be read as a database \(.*\): a bot that starts moves it aside/);
  assert.equal(readFileSync(file, "utf8"), bytes);
  assert.deepEqual(readdirSync(folder), ["damaged.sqlite"]);
});
