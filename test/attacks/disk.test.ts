import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Aftermath, type Attack, attacks } from "./attack.ts";

const FOLDER_MB = 300;
const FULL = `The thread's folder is full: it may hold ${FOLDER_MB} MB and 1000 files.`;
const TIDY =
  "finally:\n    import shutil\n    os.chdir('/thread'); [shutil.rmtree(one, True) if os.path.isdir(one) else os.remove(one) for one in os.listdir('.')]";

/** What was taken on the disk when it was stopped: a quarter above the bound at most. */
function within({ arena, thread }: Aftermath): void {
  const folder = arena.folderOf(thread);
  const sizes = readdirSync(folder, { recursive: true, encoding: "utf8" }).map(
    (name) => statSync(join(folder, name)).blocks * 512,
  );
  const taken = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(taken < FOLDER_MB * 1.25 * 2 ** 20, `${taken} bytes are taken`);
  assert.ok(sizes.length <= 1250, `${sizes.length} files are there`);
}

function told({ events }: Aftermath): void {
  assert.ok(JSON.stringify(events).includes(FULL), JSON.stringify(events).slice(0, 1000));
}

const tried: readonly Attack[] = [
  {
    name: "one file has its bound, also where it is sparse",
    code: `import os
for fill in (lambda file: file.write(bytes(50 << 20)), lambda file: file.truncate(1 << 40), lambda file: os.pwrite(file.fileno(), b"x", 1 << 40)):
    try:
        with open("large", "wb") as file: fill(file)
    except OSError as error: print(error.errno)
os.remove("large")`,
    seen: "27\n27\n27\n",
  },
  {
    name: "space is not to be had at once, without writing",
    code: `import os
with open("large", "wb") as file:
    try: os.posix_fallocate(file.fileno(), 0, 1 << 40)
    except OSError as error: print("refused")
print(os.stat("large").st_blocks)
os.remove("large")`,
    seen: "refused\n0\n",
  },
  {
    name: "a folder stops growing at its bound, and Python can tidy it up",
    code: `import os
try:
    for number in range(100):
        with open(f"part{number}", "wb") as file: file.write(bytes(5_000_000))
finally: kept_names = os.listdir(".")`,
    ends: ["raised"],
    holds: (after) => {
      told(after);
      within(after);
    },
  },
  {
    name: "what was full can be emptied by the person's own code",
    code: `import os
try: pass
${TIDY}
print(os.listdir("."))`,
    seen: "[]\n",
  },
  {
    name: "many processes that write at once exceed the bound by a quarter at most",
    code: `import os, time
for worker in range(10):
    if os.fork() == 0:
        try:
            for number in range(100):
                with open(f"part{worker}-{number}", "wb") as file: file.write(bytes(4_000_000))
        finally: os._exit(0)
for _ in range(10): os.waitpid(-1, 0)
try: open("more", "w").write("x")
except OSError as error: print("full", error.errno)`,
    ends: ["ok", "folder-overfull"],
    kept: "either",
    holds: within,
  },
  {
    name: "files without a name count as those that have one",
    code: `import os, time
for name in os.listdir("."): os.remove(name)
def write():
    try:
        with open("more", "wb", buffering=0) as file: return file.write(b"x")
    except OSError: return 0
while not write(): time.sleep(0.05)
held = []
try:
    for number in range(30):
        file = open("nameless", "wb", buffering=0); os.unlink("nameless"); held.append(file)
        for _ in range(38): file.write(bytes(1 << 20))
except OSError as error: print("full", error.errno, len(held) < 30)`,
    seen: "full 27 True\n",
  },
];

const overfull: readonly Attack[] = [
  {
    name: "many small files end the cell with a sentence",
    code: `import time
for number in range(10_000):
    open(f"many{number}", "w").close(); time.sleep(0.0005)`,
    ends: ["raised"],
    holds: (after) => {
      told(after);
      within(after);
    },
  },
  ...Object.entries({
    "many small files, by one who listens to nothing": "os.mkdir(str(number))",
    "second names of one file": "os.link('one', str(number))",
    "a tree without a floor": "os.mkdir('d' * 200); os.chdir('d' * 200)",
    "links that lead nowhere": "os.symlink('x' * 4000, str(number))",
  }).map(
    ([what, code]): Attack => ({
      name: `${what} end Python`,
      code: `import os, signal
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
open("one", "w").close()
for number in range(10_000_000): ${code}`,
      ends: ["folder-overfull"],
      kept: false,
    }),
  ),
];

const settings = {
  THREADBOOK_FOLDER_MB: `${FOLDER_MB}`,
  THREADBOOK_FOLDER_FILES: "1000",
  THREADBOOK_FILE_MB: "40",
  THREADBOOK_CELL_SECONDS: "30",
};

attacks("the disk of a kernel", tried, settings);
attacks("a kernel that makes too many files", overfull, settings);
