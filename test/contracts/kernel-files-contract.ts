import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { KernelHost } from "../../src/kernel/session.ts";
import { contentOf, fileOf } from "../kernel/files/sources.ts";
import { run } from "./kernel-contract.ts";

/** What every kernel host does with the files of its threads. */
export function kernelFilesContract(subject: string, makeHost: () => KernelHost): void {
  describe(`${subject} and the files of a thread`, { concurrency: 3 }, () => {
    const kernels = makeHost();
    let threads = 0;
    const open = () => kernels.open(`files-${++threads}`, 0);
    after(() => kernels[Symbol.asyncDispose]());

    it("gives back what was put, byte for byte, before any Python runs", async () => {
      const session = open();
      const bytes = Buffer.from(Array.from({ length: 3_000_001 }, (_, at) => at % 251));
      const stored = await session.put(fileOf("scores.bin", bytes));
      assert.equal(stored.name, "scores.bin");
      assert.equal(stored.bytes, bytes.length);
      const taken = await session.take(stored.name);
      assert.equal(taken.bytes, bytes.length);
      assert.deepEqual(await contentOf(taken), bytes);
      assert.equal(session.alive, false);
    });

    it("lists what is there, newest first", async () => {
      const session = open();
      assert.deepEqual(await session.files(), []);
      const first = await session.put(fileOf("a.csv", "1"));
      const second = await session.put(fileOf("b.csv", "22"));
      const newestFirst = [first, second].toSorted((a, b) => b.modified - a.modified || (a.name < b.name ? -1 : 1));
      assert.deepEqual(await session.files(), newestFirst);
    });

    it("keeps two files of one name apart", async () => {
      const session = open();
      const names = await Promise.all(["one", "two", "three"].map((text) => session.put(fileOf("same.txt", text))));
      assert.deepEqual(names.map(({ name }) => name).toSorted(), ["same (2).txt", "same (3).txt", "same.txt"]);
      const contents = await Promise.all(
        names.map(async ({ name }) => String(await contentOf(await session.take(name)))),
      );
      assert.deepEqual(contents, ["one", "two", "three"]);
    });

    it("keeps files when Python is ended and when the session is disposed", async () => {
      const session = kernels.open("outlives", 0);
      await run(session, "x = 1");
      await session.put(fileOf("kept.txt", "kept"));
      await session.restart();
      assert.equal(String(await contentOf(await session.take("kept.txt"))), "kept");
      await session[Symbol.asyncDispose]();
      const again = kernels.open("outlives", 1);
      assert.deepEqual(
        (await again.files()).map(({ name }) => name),
        ["kept.txt"],
      );
    });

    it("shows one thread nothing of another's", async () => {
      const [one, other] = [open(), open()];
      await one.put(fileOf("secret.txt", "1"));
      assert.deepEqual(await other.files(), []);
      await assert.rejects(other.take("secret.txt"), { name: "Failure", code: "file-missing" });
      await assert.rejects(other.take("../files-1/secret.txt"), { name: "Failure", code: "file-refused" });
    });

    it("keeps nothing of a file that breaks off", async () => {
      const session = open();
      const source = { name: "half.csv", open: async () => breaksOff() };
      await assert.rejects(session.put(source), { name: "Failure", code: "file-not-received" });
      assert.deepEqual(await session.files(), []);
    });

    it("gives up a file that hangs when its signal aborts", async () => {
      const session = open();
      const stop = new AbortController();
      const hangs = async function* () {
        yield Buffer.from("half");
        stop.abort(new Error("enough"));
        await new Promise(() => undefined);
      };
      await assert.rejects(session.put({ name: "hangs.csv", open: async () => hangs() }, stop.signal), /enough/);
      assert.deepEqual(await session.files(), []);
    });
  });
}

async function* breaksOff(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("half");
  throw new Error("connection reset");
}
