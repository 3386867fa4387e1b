import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { Files } from "../../../src/adapters/console/files.ts";
import { blobHash } from "../../../src/core/ids.ts";
import type { Figure } from "../../../src/core/turn.ts";
import { MemoryBlobs } from "../../fakes/memory-blobs.ts";
import { noise, pngOf } from "../picture/written-png.ts";

const place = await mkdtemp(join(tmpdir(), "threadbook-files-"));
after(() => rm(place, { recursive: true, force: true }));
const bytes = pngOf(noise(20, 10, 3), 20, 3, 0);
const blobs = new MemoryBlobs();
const hash = await blobs.put(bytes);

async function fresh() {
  const folder = await mkdtemp(join(place, "data-"));
  return { folder, files: new Files(blobs, folder, folder) };
}

function figure(alt?: string): Figure {
  return { hash, mime: "image/png", width: 20, height: 10, bytes: bytes.length, ...(alt === undefined ? {} : { alt }) };
}

async function whyNot(files: Files, one: Figure): Promise<string> {
  const kept = await files.figure(one);
  assert.ok(typeof kept === "string", "it was kept");
  return kept;
}

describe("the figures beside a terminal", () => {
  for (const [alt, name] of [
    ["Scores by class", "scores-by-class"],
    ["../../etc/passwd\0", "etc-passwd"],
    ["\x1b]0;x\x07/CON: *?|<>", "con"],
    ["成绩 分布", "成绩-分布"],
    ["A made-up year by the sea, day by day", "a-made-up-year-by-the"],
    ["a".repeat(500), "a".repeat(24)],
    ["…", "figure"],
    [undefined, "figure"],
  ] as const) {
    it(`are named ${name} after ${JSON.stringify(alt?.slice(0, 30))}`, async () => {
      const { folder, files } = await fresh();
      const kept = await files.figure(figure(alt));
      assert.ok(typeof kept !== "string", "it could not be kept");
      assert.equal(kept.path, join("figures", `${name}-${hash.slice(0, 8)}.png`));
      assert.deepEqual(await readFile(join(folder, kept.path)), bytes);
    });
  }

  it("are written once, however often they are shown", async () => {
    const { folder, files } = await fresh();
    const [one, other] = await Promise.all([files.figure(figure("one")), files.figure(figure("two"))]);
    assert.deepEqual(one, other);
    assert.equal((await readdir(join(folder, "figures"))).length, 1);
  });

  it("are shown by their whole path where they lie outside of the working folder", async () => {
    const { folder } = await fresh();
    const kept = await new Files(blobs, folder, join(folder, "elsewhere")).figure(figure());
    assert.ok(typeof kept !== "string" && kept.path.startsWith(folder));
  });

  it("that cannot be kept say why", async () => {
    const { files } = await fresh();
    assert.equal(await files.figure({ ...figure(), hash: blobHash(Buffer.from("gone")) }), "its bytes are gone");
    const broken = await blobs.put(Buffer.from("no picture"));
    assert.match(await whyNot(files, { ...figure(), hash: broken }), /\w+/);
    const blocked = new Files(blobs, "/dev/null", "/");
    assert.match(await whyNot(blocked, figure()), /ENOTDIR|EEXIST/);
  });
});
