import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFile,
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { ThreadFolder } from "../../../src/kernel/files/thread-folder.ts";
import { PYTHON } from "../jupyter/live-host.ts";
import { contentOf, fileOf } from "./sources.ts";

const limits = { fileBytes: 1_000_000, folderBytes: 5_000_000, folderFiles: 25_000 };

let place: string;
let path: string;
let folder: ThreadFolder;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "thread-folder-"));
  path = join(place, "thread");
  folder = new ThreadFolder(path, limits);
  await folder.make();
  await mkdir(join(place, "outside"));
  await writeFile(join(place, "outside", "canary"), "the bot's own");
});

afterEach(async () => {
  assert.equal(await readFile(join(place, "outside", "canary"), "utf8"), "the bot's own");
  await rm(place, { recursive: true, force: true });
});

const at = (name: string) => join(path, name);
const refused = { name: "Failure", code: "file-refused" };
const names = async () => (await folder.files()).map(({ name }) => name).toSorted();

describe("what a program plants in a thread's folder", () => {
  it("as a link to a file elsewhere is neither listed nor given", async () => {
    await symlink(join(place, "outside", "canary"), at("absolute"));
    await symlink("../outside/canary", at("relative"));
    await symlink("/proc/self/environ", at("environ"));
    for (const name of ["absolute", "relative", "environ"]) await assert.rejects(folder.take(name), refused);
    assert.deepEqual(await names(), []);
  });

  it("as a folder that is a link is not walked through", async () => {
    await symlink(join(place, "outside"), at("linked"));
    await mkdir(at("real"));
    await symlink(join(place, "outside"), join(at("real"), "deeper"));
    await assert.rejects(folder.take("linked/canary"), refused);
    await assert.rejects(folder.take("real/deeper/canary"), refused);
    assert.deepEqual(await names(), []);
  });

  it("as a second name of somebody's file is not given", async () => {
    await link(join(place, "outside", "canary"), at("twin"));
    await assert.rejects(folder.take("twin"), refused);
    assert.deepEqual(await names(), []);
  });

  it("as a path that leads out is not a name", async () => {
    for (const name of ["../outside/canary", "..", ".", "", "/etc/passwd", "a/../b", "a//b", "a\0b"])
      await assert.rejects(folder.take(name), refused, JSON.stringify(name));
  });

  it("as a fifo, a socket, a device or a folder holds nobody up", async () => {
    execFileSync("sh", ["-c", "mkfifo fifo"], { cwd: path });
    const server = createServer().listen(at("socket"));
    const asRoot = process.getuid?.() === 0;
    if (asRoot) execFileSync("mknod", [at("device"), "c", "1", "5"]);
    await mkdir(at("folder"));
    try {
      for (const name of ["fifo", "socket", "folder", ...(asRoot ? ["device"] : [])])
        await assert.rejects(folder.take(name), refused, name);
      assert.deepEqual(await names(), []);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("as a file that it has leased is not waited for", {
    skip: process.platform !== "linux" && "only Linux has leases",
  }, async () => {
    await writeFile(at("leased"), "x");
    const lease = `import fcntl, signal, sys
signal.signal(signal.SIGIO, signal.SIG_IGN)
file = open(sys.argv[1])
fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print("leased", flush=True)
sys.stdin.read()`;
    const holder = spawn(PYTHON, ["-c", lease, at("leased")], { stdio: ["pipe", "pipe", "inherit"] });
    const ended = once(holder, "exit");
    try {
      await once(holder.stdout, "data");
      await assert.rejects(folder.take("leased"), refused);
    } finally {
      holder.stdin.end();
      await ended;
    }
  });

  it("in the place of a file that was just looked at is not read", async () => {
    const large = new ThreadFolder(path, { ...limits, fileBytes: 3_000_000 });
    await writeFile(at("swapped"), Buffer.alloc(2_500_000, 1));
    const replaced = await large.take("swapped");
    const twin = await large.take("swapped");
    await rename(at("swapped"), at("away"));
    await symlink(join(place, "outside", "canary"), at("swapped"));
    await assert.rejects(contentOf(replaced), refused);
    await unlink(at("swapped"));
    await writeFile(at("swapped"), Buffer.alloc(2_500_000, 2));
    const first = (await twin.open())[Symbol.asyncIterator]().next();
    await assert.rejects(first, { name: "Failure", code: "file-changed" });
  });

  it("while a file is read makes the reading fail, not grow", async () => {
    const large = new ThreadFolder(path, { ...limits, fileBytes: 3_000_000 });
    await writeFile(at("grows"), Buffer.alloc(2_500_000, 1));
    const reading = (await (await large.take("grows")).open())[Symbol.asyncIterator]();
    let read = (await reading.next()).value?.length ?? 0;
    await appendFile(at("grows"), "more");
    const rest = async () => {
      for (let next = await reading.next(); !next.done; next = await reading.next()) read += next.value.length;
    };
    await assert.rejects(rest(), { name: "Failure", code: "file-changed" });
    assert.ok(read <= 2_500_000);
  });

  it("with its clock set back is noticed all the same", async () => {
    await writeFile(at("rewritten"), "one");
    execFileSync("touch", ["-r", "rewritten", "clock"], { cwd: path });
    const taken = await folder.take("rewritten");
    await writeFile(at("rewritten"), "two");
    execFileSync("touch", ["-r", "clock", "rewritten"], { cwd: path });
    await assert.rejects(contentOf(taken), { name: "Failure", code: "file-changed" });
  });

  it("as 20,000 files is listed within bounds", async () => {
    execFileSync("sh", ["-c", "mkdir many && cd many && seq 20000 | xargs touch && mkdir -p $(seq -f d%g -s/ 1 400)"], {
      cwd: path,
    });
    const files = await folder.files();
    assert.equal(files.length, 1_000);
    assert.ok(files.every(({ name }) => /^many\/\d+$/.test(name)));
  });

  it("under names that are no text, or long, stops nothing", async () => {
    await writeFile(Buffer.concat([Buffer.from(`${path}/`), Buffer.from([0xff, 0xfe, 0x41])]), "x");
    await writeFile(at("n".repeat(255)), "long");
    assert.deepEqual(await names(), ["n".repeat(255)]);
    assert.equal(String(await contentOf(await folder.take("n".repeat(255)))), "long");
    await assert.rejects(folder.take("n".repeat(300)), refused);
    await folder.remove();
    await assert.rejects(stat(path), { code: "ENOENT" });
  });

  it("under the name that a file is to have is not overwritten and not followed", async () => {
    await symlink(join(place, "outside", "canary"), at("scores.csv"));
    await symlink(join(place, "outside", "new"), at("scores (2).csv"));
    assert.equal((await folder.put(fileOf("scores.csv", "1"))).name, "scores (3).csv");
    assert.deepEqual(await readdir(join(place, "outside")), ["canary"]);
  });

  it("in the place of the whole folder is not written to", async () => {
    await rename(path, join(place, "away"));
    await symlink(join(place, "outside"), path);
    await assert.rejects(folder.put(fileOf("a.csv", "1")), { code: "ENOTDIR" });
    await assert.rejects(folder.take("canary"), refused);
    await assert.rejects(folder.remove(), { code: "ENOTDIR" });
    assert.deepEqual(await readdir(join(place, "outside")), ["canary"]);
  });
});

describe("the bounds of a thread's folder", () => {
  it("keep out a file that says it is too large, before a byte of it is read", async () => {
    const source = { name: "huge.bin", bytes: 1_000_001, open: () => Promise.reject(new Error("was opened")) };
    await assert.rejects(folder.put(source), {
      code: "file-too-large",
      facts: { name: "huge.bin", bytes: 1_000_001, limit: 1_000_000 },
    });
  });

  it("keep out a file that turns out too large, and leave nothing of it", async () => {
    const huge = fileOf("huge.bin", Buffer.alloc(1_500_000));
    await assert.rejects(folder.put({ name: "huge.bin", open: () => huge.open() }), { code: "file-too-large" });
    assert.deepEqual(await readdir(path), []);
  });

  it("give out no file that is too large", async () => {
    await writeFile(at("huge.bin"), Buffer.alloc(1_500_000));
    await assert.rejects(folder.take("huge.bin"), { code: "file-too-large" });
  });

  it("count what programs wrote, and say that the folder is full", async () => {
    await writeFile(at("big"), Buffer.alloc(4_900_000));
    await assert.rejects(folder.put(fileOf("a.csv", Buffer.alloc(500_000))), { code: "folder-full" });
    assert.equal((await folder.put(fileOf("a.csv", Buffer.alloc(50_000)))).name, "a.csv");
    const few = new ThreadFolder(path, { ...limits, folderFiles: 2 });
    await assert.rejects(few.put(fileOf("b.csv", "1")), { code: "folder-full" });
  });
});

describe("a file that the bot put", () => {
  it("belongs to the owner of the folder, who can change it", {
    skip: process.getuid?.() !== 0 && "needs root",
  }, async () => {
    execFileSync("chown", ["12345:12346", path]);
    const { name } = await folder.put(fileOf("a.csv", "1"));
    const { uid, gid, mode } = await stat(at(name));
    assert.deepEqual([uid, gid, mode & 0o777], [12345, 12346, 0o660]);
  });

  it("takes the place of what a bot that was killed left half written", async () => {
    await writeFile(at(".threadbook-1234"), "half");
    await folder.put(fileOf("a.csv", "1"));
    assert.deepEqual(await readdir(path), ["a.csv"]);
  });
});

describe("removing a thread's folder", () => {
  it("takes everything in it, however deep, closed or many, and nothing that links lead to", async () => {
    await symlink(join(place, "outside"), at("linked"));
    await link(join(place, "outside", "canary"), at("twin"));
    execFileSync("sh", ["-c", "mkfifo fifo"], { cwd: path });
    execFileSync("python3", ["-c", DEEP], { cwd: path });
    await mkdir(at("closed"));
    await writeFile(join(at("closed"), "in it"), "x");
    await chmod(at("closed"), 0o000);
    await folder.remove();
    await assert.rejects(stat(path), { code: "ENOENT" });
    await folder.remove();
  });
});

/** Deeper than a path may be long. */
const DEEP = 'import os\nfor _ in range(1000):\n    os.mkdir("deep")\n    os.chdir("deep")';
