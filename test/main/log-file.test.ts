import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pino } from "pino";
import { LogFile } from "../../src/main/log-file.ts";

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "log-file-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function logTo(file: LogFile) {
  const streamWrite = (line: string) => {
    file.expect(line);
    return line;
  };
  return pino({ base: null, hooks: { streamWrite } }, file.destination);
}

function numbers(file: string): readonly number[] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => (JSON.parse(line) as { readonly at: number }).at);
}

function fails(sentence: string): never {
  throw new Error(sentence);
}

test("a log that grows too long makes way for a fresh one, also while the bot runs, and no line is lost on the way", (t) => {
  const path = join(folderOf(t), "logs", "threadbook.log");
  const log = logTo(new LogFile(path, fails, 300));
  for (let at = 1; at <= 8; at += 1) log.info({ at }, "a line of about eighty characters");
  assert.deepEqual([...numbers(`${path}.1`), ...numbers(path)], [1, 2, 3, 4, 5, 6, 7, 8]);
});

test("a log that somebody moved away is opened anew", (t) => {
  const folder = folderOf(t);
  const path = join(folder, "threadbook.log");
  const log = logTo(new LogFile(path, fails, 100));
  log.info("before");
  rmSync(path);
  for (let at = 0; at < 3; at += 1) log.info("after");
  assert.match(readFileSync(path, "utf8"), /after/);
});

test("a full disk ends no turn: lines are lost, and that is said once", (t) => {
  const folder = folderOf(t);
  mkdirSync(join(folder, "logs"));
  const path = join(folder, "logs", "threadbook.log");
  // Linux' own disk that is always full.
  symlinkSync("/dev/full", path);
  const told: string[] = [];
  const log = logTo(new LogFile(path, (sentence) => told.push(sentence)));
  for (let at = 0; at < 100; at += 1) log.info({ at }, "x".repeat(20_000));
  assert.equal(told.length, 1);
  assert.match(told[0] ?? "", /threadbook\.log cannot be written: ENOSPC/);
});
