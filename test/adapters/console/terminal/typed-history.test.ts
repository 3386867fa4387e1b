import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { TypedHistory } from "../../../../src/adapters/console/terminal/typed-history.ts";

const place = await mkdtemp(join(tmpdir(), "threadbook-history-"));
after(() => rm(place, { recursive: true, force: true }));

async function opened(path: string): Promise<TypedHistory> {
  const history = new TypedHistory(path, (reason) => assert.fail(reason));
  await history.open();
  return history;
}

describe("what was typed", () => {
  it("is there again after a restart, of many lines and in any script", async () => {
    const path = join(place, "kept", "history");
    const first = await opened(path);
    for (const text of ["one", "two\nlines", "三", "三"]) await first.add(text);
    assert.deepEqual((await opened(path)).entries, ["one", "two\nlines", "三"]);
  });

  it("is read by its owner alone, also where the file was open to others", async () => {
    const path = join(place, "open");
    await writeFile(path, "", { mode: 0o644 });
    await opened(path);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it("keeps the newest 500 entries, and none that is very long", async () => {
    const path = join(place, "long");
    await writeFile(path, Array.from({ length: 3_000 }, (_, at) => `"entry ${at}"\n`).join(""));
    const history = await opened(path);
    await history.add("x".repeat(1_000_000));
    assert.equal(history.entries.length, 500);
    assert.equal(history.entries.at(-1), "entry 2999");
    assert.equal((await readFile(path, "utf8")).trimEnd().split("\n").length, 500);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it("passes over lines that are damaged", async () => {
    const path = join(place, "damaged");
    await (await opened(path)).add("whole");
    await appendFile(path, 'half"\n{"a":1}\n"unended\n"after"\n');
    assert.deepEqual((await opened(path)).entries, ["whole", "after"]);
  });

  it("goes on without a file, and says so once", async () => {
    const reasons: string[] = [];
    const history = new TypedHistory("/dev/null/history", (reason) => reasons.push(reason));
    await history.open();
    await history.add("still here");
    assert.deepEqual(history.entries, ["still here"]);
    assert.equal(reasons.length, 1);
  });
});
