import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
const map = /## The map[^]*?```\n([^]*?)```/.exec(readFileSync(join(root, "ARCHITECTURE.md"), "utf8"))?.[1] ?? "";

/** Folder by folder, the words that stand behind it on the map. */
function folders(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let folder = "";
  for (const line of map.split("\n")) {
    const [, place, words] = /^(\S+\/)\s+(.*)$/.exec(line) ?? [];
    folder = place ?? (line.startsWith(" ") ? folder : "");
    found.set(folder, `${found.get(folder) ?? ""} ${words ?? line}`);
  }
  return found;
}

/** The names of a folder's own source files, without their endings. */
function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|py)$/.test(entry.name))
    .map((entry) => basename(entry.name, extname(entry.name)));
}

function sourceFolders(place: string): readonly string[] {
  const inner = readdirSync(join(root, place), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !/^(__pycache__|\.)/.test(entry.name),
  );
  const below = inner.flatMap((entry) => sourceFolders(`${place}${entry.name}/`));
  return sources(place).length > 0 ? [place, ...below] : below;
}

test("the map names every folder of source, and none that is gone", () => {
  const real = ["src/", "config/", "starter/"].flatMap(sourceFolders);
  const mapped = [...folders().keys()].filter((folder) => /^(src|config|starter)\//.test(folder));
  assert.deepEqual(mapped.toSorted(), real.toSorted());
});

for (const folder of ["src/", "config/", "starter/"].flatMap(sourceFolders)) {
  test(`the map names every file of ${folder}, and none that is gone`, () => {
    const words = (folders().get(folder) ?? "").replace(/^[^:]*: /, "").match(/[\w-]+/g) ?? new Array<string>();
    const names = sources(folder);
    assert.deepEqual(
      names.filter((name) => !words.includes(name)),
      [],
      "these are missing",
    );
    assert.deepEqual(
      words.filter((word) => !names.includes(word)),
      [],
      "these are gone",
    );
  });
}
