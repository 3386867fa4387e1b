import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type BlobHash, blobHash } from "../../../src/core/ids.ts";
import { fileFailure } from "../../../src/core/store/file-failure.ts";
import { FolderBlobs } from "../../../src/core/store/folder-blobs.ts";
import { Failure } from "../../../src/failure.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("blobs in a folder", () => {
  it("come back as they were, big and empty ones too", async () => {
    await using folder = await temporaryFolder();
    const blobs = new FolderBlobs(join(folder.path, "new", "blobs"));
    for (const bytes of [Buffer.from("figure"), Buffer.alloc(0), randomBytes(8 * 2 ** 20)]) {
      const hash = await blobs.put(bytes);
      assert.equal(hash, blobHash(bytes));
      const kept = await new FolderBlobs(join(folder.path, "new", "blobs")).get(hash);
      assert.ok(kept !== undefined && bytes.equals(kept));
    }
  });

  it("are kept once, in a folder named by two letters of their hash, with nothing unfinished beside them", async () => {
    await using folder = await temporaryFolder();
    const blobs = new FolderBlobs(folder.path);
    const bytes = randomBytes(100_000);
    const [hash] = await Promise.all(Array.from({ length: 20 }, () => blobs.put(bytes)));
    assert.ok(hash !== undefined);
    const { mtimeNs } = await stat(join(folder.path, hash.slice(0, 2), hash), { bigint: true });
    await blobs.put(bytes);
    assert.deepEqual(await readdir(folder.path, { recursive: true }), [hash.slice(0, 2), join(hash.slice(0, 2), hash)]);
    assert.equal((await stat(join(folder.path, hash.slice(0, 2), hash), { bigint: true })).mtimeNs, mtimeNs);
  });

  it("that are not kept are not made up", async () => {
    await using folder = await temporaryFolder();
    assert.equal(await new FolderBlobs(folder.path).get(blobHash(Buffer.from("never"))), undefined);
  });

  it("that no longer match their hash are not given out, and mended when they are kept again", async () => {
    await using folder = await temporaryFolder();
    const blobs = new FolderBlobs(folder.path);
    const hash = await blobs.put(Buffer.from("figure"));
    await writeFile(join(folder.path, hash.slice(0, 2), hash), "forged");
    assert.equal(await blobs.get(hash), undefined);
    await blobs.put(Buffer.from("figure"));
    assert.deepEqual(await blobs.get(hash), Buffer.from("figure"));
  });

  it("cannot be asked for by a path", async () => {
    await using folder = await temporaryFolder();
    const forged: unknown = "../../../../etc/passwd";
    await assert.rejects(new FolderBlobs(folder.path).get(forged as BlobHash), /Expected a SHA-256 in hex/);
  });

  it("fail with the folder's name and what to do where none can be written", async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, "file"), "");
    const put = new FolderBlobs(join(folder.path, "file")).put(Buffer.from("figure"));
    await assert.rejects(put, (error: unknown) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "store-gone");
      assert.match(error.message, /file.*ENOTDIR.*THREADBOOK_DATA/);
      return true;
    });
  });
});

describe("an error of the file system", () => {
  for (const [code, becomes] of [
    ["ENOSPC", "disk-full"],
    ["EDQUOT", "disk-full"],
    ["EACCES", "store-gone"],
    ["EROFS", "store-gone"],
  ]) {
    it(`${code} becomes ${becomes}, with the path and what to do`, () => {
      const cause = Object.assign(new Error(`${code}: something`), { code, errno: -28 });
      const failure = fileFailure(cause, "/data/blobs");
      assert.ok(failure instanceof Failure);
      assert.deepEqual([failure.code, failure.cause], [becomes, cause]);
      assert.match(failure.message, /\/data\/blobs/);
    });
  }

  it("that is our own mistake stays what it is", () => {
    const mistake = new TypeError("x is not a function");
    assert.equal(fileFailure(mistake, "/data"), mistake);
  });
});
