import assert from "node:assert/strict";
import { end, textOf } from "../contracts/kernel-contract.ts";
import { type Attack, attacks } from "./attack.ts";

const SENTENCE = "Python may use 600 MB here, all its processes together";

/** Runs in many processes, each with memory of its own. */
const together = (grab: string) => `import mmap, os, socket, time
for _ in range(12):
    if os.fork() == 0:
        try:
            ${grab}
        finally: time.sleep(30)
time.sleep(30)`;

const tried: readonly Attack[] = [
  ...["bytearray(100 << 30)", "import numpy; numpy.ones(1 << 33)", "x = b'x' * 10**8\nwhile True: x += x"].map(
    (code): Attack => ({
      name: `memory beyond the bound is refused, and Python goes on: ${code.replace("\n", "; ")}`,
      code: `try:\n    ${code.replaceAll("\n", "\n    ")}\nexcept MemoryError as error: x = None; print("refused"); raise`,
      seen: "refused\n",
      ends: ["raised"],
      holds: ({ events }) => assert.ok(JSON.stringify(events).includes(SENTENCE)),
    }),
  ),
  {
    name: "many processes do not take together what one may not",
    code: together("kept = bytearray(os.urandom(1000) * 100_000)"),
    ends: ["out-of-memory"],
    kept: false,
  },
  {
    name: "memory counts also where a process's first thread has ended",
    code: `import ctypes, os, threading, time
def grab():
    kept = bytearray(os.urandom(1000) * 100_000); time.sleep(30)
for _ in range(12):
    if os.fork() == 0: threading._start_new_thread(grab, ()); ctypes.CDLL(None).pthread_exit(None)
time.sleep(30)`,
    ends: ["out-of-memory"],
    kept: false,
  },
  ...Object.entries({
    "memory that is shared by many": "one.write(b'x' * 10**8)",
    "memory that is shared and then hidden from what counts it":
      "one.write(b'x' * 10**8); one.madvise(mmap.MADV_DONTNEED)",
  }).map(
    ([what, code]): Attack => ({
      name: `${what} is counted, or not to be had where nothing counts it`,
      code: `import mmap, os, time
held = []
def more(file):
    one = mmap.mmap(file, 10**8)
    held.append(one)
    ${code}
try: zero = os.open("/dev/zero", os.O_RDWR)
except FileNotFoundError: zero = -1
try:
    for _ in range(30): more(-1); more(zero)
except PermissionError: print("refused")
else: time.sleep(20)`,
      ends: ["out-of-memory", "ok"],
      kept: "either",
      holds: ({ events }) =>
        assert.ok(end(events).outcome === "out-of-memory" || textOf(events) === "refused\n", JSON.stringify(events)),
    }),
  ),
  {
    name: "/dev/shm and /tmp have their sizes, and there is no other memory without a process",
    code: `import os
def write(path):
    total = 0
    try:
        with open(path, "wb") as file:
            while total < 10**9: total += file.write(bytes(1 << 20))
    except OSError as error: print(error.errno, total <= 64 << 20)
    os.remove(path)
write("/dev/shm/large"); write("/tmp/large")
try: os.memfd_create("hidden")
except PermissionError: print("refused")`,
    seen: "28 True\n28 True\nrefused\n",
  },
  {
    name: "files that are read again and again take no memory from others",
    code: `for _ in range(3):
    with open("large", "wb") as file: file.write(bytes(200_000_000))
    with open("large", "rb") as file:
        while file.read(1 << 20): pass
import os; os.remove("large")
print("done")`,
    seen: "done\n",
  },
];

attacks("memory of a kernel", tried, {
  THREADBOOK_MEMORY_MB: "600",
  THREADBOOK_TMP_MB: "64",
  THREADBOOK_CELL_SECONDS: "25",
});
