import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { Damaged } from "../../../src/core/store/damaged.ts";
import { KeyvStore } from "../../../src/core/store/keyv-store.ts";
import { openStore } from "../../../src/core/store/open-store.ts";
import { openDatabase, type SetAside } from "../../../src/core/store/sqlite/sqlite-database.ts";
import { SqliteStorage } from "../../../src/core/store/sqlite/sqlite-storage.ts";
import { Failure } from "../../../src/failure.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const undamaged = ({ why }: SetAside) => assert.fail(why);

describe("opening the store", () => {
  it("makes the folders of a fresh one, closed to other users", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "new", "线程 data", "store.sqlite");
    await using store = await openStore(file, undamaged);
    await store.set("key", 1);
    assert.equal((await stat(join(folder.path, "new"))).mode & 0o077, 0);
  });

  it("takes sqlite:PATH, sqlite://PATH and a plain path for the same", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "store.sqlite");
    await using first = await openStore(`sqlite:${file}`, undamaged);
    await first.set("key", 1);
    for (const location of [`sqlite://${file}`, file, `SQLITE:${file}`]) {
      await using store = await openStore(location, undamaged);
      assert.equal(await store.get("key"), 1);
    }
  });

  it("names the kinds of address it knows, and no password", async () => {
    await assert.rejects(openStore("mysql://:secret@host/0", undamaged), (error: Error) => {
      assert.match(error.message, /begin with 'sqlite:', 'redis:', 'rediss:' or 'postgresql:', got 'mysql:'/);
      return !error.message.includes("secret");
    });
    await assert.rejects(openStore("redis://:secret@ho st/0", undamaged), (error: Error) => {
      assert.match(error.message, /such as redis:/);
      return !inspect(error, { showHidden: true }).includes("secret");
    });
    await assert.rejects(openStore("sqlite:", undamaged), /the path of a file/);
  });

  it("moves a file that is no database away, reports it and begins a fresh one", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "store.sqlite");
    const rubbish = "this is no database, and long enough to have a header ".repeat(100);
    for (const again of [1, 2]) {
      await writeFile(file, rubbish);
      await writeFile(`${file}-wal`, "left behind");
      const reports: SetAside[] = [];
      await using store = await openStore(
        file,
        (setAside) => reports.push(setAside),
        () => 0,
      );
      await store.set("key", again);
      assert.equal(await store.get("key"), again);
      assert.equal(reports.length, 1);
      assert.equal(reports[0]?.why, "file is not a database");
      assert.equal(await readFile(reports[0]?.movedTo ?? "", "utf8"), rubbish);
    }
    const kept = (await readdir(folder.path)).filter((name) => name.includes(".damaged-") && !name.endsWith("-wal"));
    assert.equal(kept.length, 2);
  });

  it("moves a database away whose first page is torn", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "store.sqlite");
    await (await filled(file))[Symbol.asyncDispose]();
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0xff, 100, 4_096));
    const reports: SetAside[] = [];
    await using store = await openStore(file, (setAside) => reports.push(setAside));
    assert.equal(reports.length, 1);
    assert.equal(await store.get("key1"), undefined);
  });

  it("fails with the file's name and what to do when it cannot be opened", async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, "folder"));
    await writeFile(join(folder.path, "file"), "");
    await fails(openStore(join(folder.path, "folder"), undamaged), "store-gone", /folder.*Check that its folder/s);
    await fails(openStore(join(folder.path, "file", "store"), undamaged), "store-gone", /file.*THREADBOOK_DATA/s);
  });

  it("fails with what to do when another program keeps the file locked", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "store.sqlite");
    await using store = await filled(file);
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    await fails(store.set("key", 1), "store-gone", /store\.sqlite.*locked.*end that program/s);
    assert.deepEqual(await store.get("key1"), { number: 1 });
    other.exec("ROLLBACK");
    other.close();
    await store.set("key", 1);
  });

  it("fails as a full disk when the file can grow no further, and goes on when there is room", async () => {
    const database = openDatabase(":memory:", undamaged, Date.now);
    const storage = new SqliteStorage(database, "/data/store.sqlite", Date.now);
    await using store = new KeyvStore(storage, storage);
    await store.set("small", "kept");
    database.exec("PRAGMA max_page_count = 10");
    await fails(store.set("big", "x".repeat(100_000)), "disk-full", /\/data\/store\.sqlite.*Make room/s);
    const many = [
      { key: "a", value: "x" },
      { key: "b", value: "x".repeat(100_000) },
    ];
    await fails(storage.setMany(many), "disk-full", /Make room/);
    assert.equal(await store.get("small"), "kept");
    database.exec("PRAGMA max_page_count = 1000");
    await store.set("big", "x".repeat(100_000));
  });

  it("fails when damage deep in the file is met later", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "store.sqlite");
    await (await filled(file))[Symbol.asyncDispose]();
    const bytes = await readFile(file);
    for (let page = 4_096 * 4; page < bytes.length; page += 4_096) bytes.fill(0xff, page, page + 200);
    await writeFile(file, bytes);
    await using store = await openStore(file, undamaged);
    const reads = Array.from({ length: 500 }, (_, index) => store.get(`key${index}`));
    const failures = (await Promise.allSettled(reads)).filter((read) => read.status === "rejected");
    assert.ok(failures.length > 0);
    for (const { reason } of failures) assert.equal(reason instanceof Failure && reason.code, "store-gone");
  });

  it("gives what is kept but is no JSON as damaged, with the raw text", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "store.sqlite");
    await using store = await filled(file);
    const other = new DatabaseSync(file);
    for (const raw of ["", "{", "12", "null", '"text"', "[]", '{"valuf":1}', '{"value":1}}']) {
      for (const kept of [raw, Buffer.from(raw)]) {
        other.prepare("UPDATE store SET value = ? WHERE key = 'threadbook::key1'").run(kept);
        assert.deepEqual(await store.get("key1"), new Damaged(raw));
      }
    }
    other.close();
    assert.deepEqual(await store.get("key2"), { number: 2 });
  });

  it("says nothing on the terminal", () => {
    const module = pathToFileURL(join(import.meta.dirname, "../../../src/core/store/open-store.ts")).href;
    const program = `const { openStore } = await import(${JSON.stringify(module)});
      await using store = await openStore(":memory:", () => {});
      await store.set("key", 1);`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program]);
    assert.deepEqual([status, stdout.toString(), stderr.toString()], [0, "", ""]);
  });
});

async function filled(file: string) {
  const store = await openStore(file, undamaged);
  for (let number = 0; number < 500; number++) await store.set(`key${number}`, { number });
  return store;
}

async function fails(work: Promise<unknown>, code: string, message: RegExp): Promise<void> {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
}
