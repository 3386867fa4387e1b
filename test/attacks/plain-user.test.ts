import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { PYTHON } from "../kernel/jupyter/live-host.ts";

const OTHERS = globSync(join(import.meta.dirname, "*.test.ts")).filter((file) => !/plain-user|table/.test(file));
const isRoot = process.getuid?.() === 0;

// The user who runs the tests is one already where that is not root.
it("all attacks fail as well where the bot is a plain user", { skip: !isRoot && "not root: all tests ran so" }, () => {
  const place = mkdtempSync(join(tmpdir(), "tbp-"));
  chmodSync(place, 0o777);
  try {
    const test = [
      process.execPath,
      "--disable-warning=ExperimentalWarning",
      "--test",
      "--test-concurrency=2",
      ...OTHERS,
    ];
    const env = { PATH: process.env["PATH"], LANG: "C.UTF-8", HOME: place, TMPDIR: place };
    const ran = spawnSync(PYTHON, [join(import.meta.dirname, "plain-user.py"), ...test], { env, encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
