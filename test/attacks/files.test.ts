import assert from "node:assert/strict";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fitPicture } from "../../src/adapters/picture.ts";
import type { KernelSession } from "../../src/kernel/session.ts";
import { end, run } from "../contracts/kernel-contract.ts";
import { contentOf, fileOf } from "../kernel/files/sources.ts";
import { type Attack, attacks } from "./attack.ts";

const HOST_TEXT = "of the host alone";
const bounds = { maxSidePixels: 2000, maxBytes: 8_000_000 };

async function names(session: KernelSession): Promise<readonly string[]> {
  return (await session.files()).map(({ name }) => name).toSorted();
}

async function refuses(session: KernelSession, name: string): Promise<void> {
  await assert.rejects(session.take(name), { name: "Failure", code: /file-(refused|missing)/ });
}

async function rest(pieces: AsyncIterator<Uint8Array>): Promise<void> {
  while ((await pieces.next()).done !== true);
}

const tried: readonly Attack[] = [
  {
    name: "links, fifos, sockets and second names that it plants are given to nobody",
    code: ({ folder }) => {
      writeFileSync(join(folder, "host.txt"), HOST_TEXT);
      return `import os, socket
open("plain.txt", "w").write("plain")
os.symlink("${folder}/host.txt", "link.txt"); os.symlink("../../host.txt", "near.txt"); os.symlink("/proc/self/environ", "self.txt")
os.symlink("${folder}", "folder"); os.link("plain.txt", "second.txt")
held = socket.socket(socket.AF_UNIX); held.bind("socket.txt"); os.mkdir("sub"); os.symlink("/etc/passwd", "sub/link.txt")
def refused(make, *arguments):
    try: make(*arguments)
    except PermissionError: return True
    return False
print(refused(os.mkfifo, "fifo.txt"), refused(os.mknod, "device.txt", 0o20666, os.makedev(1, 5)))`;
    },
    seen: "True True\n",
    holds: async ({ session }) => {
      assert.deepEqual(await names(session), []);
      const planted = [
        "link.txt",
        "near.txt",
        "self.txt",
        "folder/host.txt",
        "fifo.txt",
        "second.txt",
        "socket.txt",
        "sub/link.txt",
      ];
      for (const name of [...planted, "../neighbour/canary.txt", "/etc/passwd", "sub/../link.txt"])
        await refuses(session, name);
    },
  },
  {
    name: "what the bot puts lands beside what was planted at its name, never through it",
    code: ({ folder }) => `import os
for name in ("given.csv", "given (2).csv", ".threadbook-x"): os.path.lexists(name) or os.symlink("${folder}/host.txt", name)`,
    holds: async ({ session, arena }) => {
      const { name } = await session.put(fileOf("../../given.csv", "given"));
      assert.equal(String(await contentOf(await session.take(name))), "given");
      assert.notEqual(name, "given.csv");
      await session.put(fileOf("/etc/passwd", "mine"));
      assert.equal(readFileSync(join(arena.folder, "host.txt"), "utf8"), HOST_TEXT);
    },
  },
  {
    name: "a file or folder that becomes a link meanwhile gives nothing of the host",
    code: ({ folder }) => `import os, threading, time
os.makedirs("swap", exist_ok=True); open("swap/host.txt", "w").write("mine"); os.symlink("${folder}", "away")
swapped_enough = threading.Event()
def swap():
    while not swapped_enough.is_set():
        os.rename("swap", "aside"); os.rename("away", "swap"); os.rename("swap", "away"); os.rename("aside", "swap")
swapper = threading.Thread(target=swap, daemon=True); swapper.start()`,
    holds: async ({ session }) => {
      for (let attempt = 0; attempt < 300; attempt++) {
        const taken = session.take("swap/host.txt").then(contentOf);
        assert.match(await taken.then(String, (error: unknown) => String(error)), /^mine$|^Failure|file/);
      }
      assert.equal(end(await run(session, "swapped_enough.set(); swapper.join()")).outcome, "ok");
    },
  },
  {
    name: "names of any bytes are listed as they are or not at all",
    code: `import os
os.makedirs("odd", exist_ok=True); os.chdir(b"odd")
for name in (b"\\xff\\xfe", b"new\\nline", b"\\x1b[2J", "\\u202egnp.exe".encode(), b"@everyone", b"<!channel>", b" ", b"..x", b"-rf"):
    open(name, "w").close()
os.chdir("..")`,
    holds: async ({ session }) => {
      for (const { name } of await session.files()) {
        assert.ok(name.isWellFormed());
        assert.ok((await session.take(name)).bytes !== undefined);
      }
    },
  },
  {
    name: "a file above the bound is refused, sparse or not, and one that grows while it is read is not mixed",
    code: `with open("sparse.bin", "wb") as file: file.truncate(50 << 20)
open("growing.txt", "w").write("x" * 3_000_000)`,
    holds: async ({ session, arena, thread }) => {
      truncateSync(join(arena.folderOf(thread), "sparse.bin"), 2 ** 40);
      await assert.rejects(session.take("sparse.bin"), { code: "file-too-large" });
      const growing = await session.take("growing.txt");
      const pieces = (await growing.open())[Symbol.asyncIterator]();
      await pieces.next();
      writeFileSync(join(arena.folderOf(thread), "growing.txt"), "y", { flag: "a" });
      await assert.rejects(rest(pieces), { code: "file-changed" });
    },
  },
  {
    name: "a file that changes through its mapping while it is read, which moves no clock, is not mixed",
    code: `import mmap
mapped_file = open("mapped.bin", "wb+"); mapped_file.write(b"A" * 3_000_000); mapped_file.flush()
mapped = mmap.mmap(mapped_file.fileno(), 3_000_000); mapped[:] = b"B" * 3_000_000`,
    holds: async ({ session }) => {
      const pieces = (await (await session.take("mapped.bin")).open())[Symbol.asyncIterator]();
      await pieces.next();
      await run(session, "mapped[-10:] = b'C' * 10");
      await assert.rejects(rest(pieces), { code: "file-changed" });
      assert.equal((await contentOf(await session.take("mapped.bin"))).length, 3_000_000);
    },
  },
  {
    name: "pictures that are bombs, drawings or no pictures are never decoded",
    code: `import struct, zlib
from IPython.display import publish_display_data
def chunk(kind, body): return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
def png(width, height, rows):
    return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
import base64
bomb = png(30000, 30000, zlib.compress(bytes(30_000_000), 9))
for bytes_ in (bomb, png(2**31 - 1, 2**31 - 1, b"x"), png(10, 10, b"damaged"), b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"):
    publish_display_data({"image/png": base64.b64encode(bytes_).decode(), "image/svg+xml": "<svg/>"})`,
    holds: async ({ events }) => {
      const pictures = events.flatMap((event) =>
        event.kind === "printed" && event.output.kind === "display"
          ? [event.output.shown.picture?.bytes ?? Buffer.of()]
          : [],
      );
      assert.equal(pictures.length, 4);
      for (const picture of pictures) assert.equal((await fitPicture(picture, bounds)).kind, "refused");
    },
  },
];

attacks("what a kernel plants for the bot", tried, { THREADBOOK_FILE_MB: "100" });
