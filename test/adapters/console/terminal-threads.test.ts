import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { TerminalThreads } from "../../../src/adapters/console/terminal-threads.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "terminal-threads-"));
  file = join(folder, "terminal-thread");
});

afterEach(() => rm(folder, { recursive: true }));

const gone = async () => false;
const alive = async () => true;

test("a start goes on with the thread of the one before", async () => {
  const first = await TerminalThreads.open(file, 1, gone);
  const fresh = await first.next();
  const second = await TerminalThreads.open(file, 2, gone);
  assert.equal(second.current(), fresh);
  assert.notEqual(await second.next(), fresh);
});

test("two bots at once are in threads of their own, and the first one's stays", async () => {
  const first = await TerminalThreads.open(file, 1, gone);
  const second = await TerminalThreads.open(file, 2, alive);
  assert.equal(second.apart, true);
  assert.notEqual(second.current(), first.current());
  await second.next();
  assert.equal((await TerminalThreads.open(file, 3, gone)).current(), first.current());
});

test("a damaged file begins with the first thread", async () => {
  await writeFile(file, "\0damaged");
  const threads = await TerminalThreads.open(file, 1, alive);
  assert.equal(threads.current(), "console:1");
  assert.equal(threads.apart, false);
});
