import limits from "./kernel-limits.json" with { type: "json" };
import { choice, optionalNumber, type Setting, wholeNumber } from "./setting.ts";

/** The settings of Python: how it is sealed, what it may use, and how much of it is kept. */
export const kernelSettingTable = {
  sandbox: choice(
    {
      name: "THREADBOOK_SANDBOX",
      meaning: "`off`: Python is not sealed, it has all rights of the bot",
      usually: "`on`",
    },
    ["on", "off"],
    "on",
  ),
  warmKernels: wholeNumber(
    { name: "THREADBOOK_WARM_KERNELS", meaning: "sealed Pythons that stand ready before anyone asks" },
    2,
    0,
    50,
  ),
  memoryMb: wholeNumber(
    { name: "THREADBOOK_MEMORY_MB", meaning: "memory of a thread's Python, all its processes together" },
    limits.memoryMb,
    256,
    1_000_000,
  ),
  processes: wholeNumber(
    { name: "THREADBOOK_PROCESSES", meaning: "processes and threads of a thread's Python" },
    limits.processes,
    24,
    10_000,
  ),
  openFiles: wholeNumber(
    { name: "THREADBOOK_OPEN_FILES", meaning: "files that one process may have open" },
    limits.openFiles,
    128,
    100_000,
  ),
  fileMb: wholeNumber(
    { name: "THREADBOOK_FILE_MB", meaning: "longest file that Python may write, or that a message brings" },
    limits.fileMb,
    1,
    1_000_000,
  ),
  tmpMb: wholeNumber({ name: "THREADBOOK_TMP_MB", meaning: "size of /tmp" }, limits.tmpMb, 1, 100_000),
  sharedMemoryMb: wholeNumber(
    { name: "THREADBOOK_SHARED_MEMORY_MB", meaning: "size of /dev/shm" },
    limits.sharedMemoryMb,
    1,
    100_000,
  ),
  folderMb: wholeNumber(
    { name: "THREADBOOK_FOLDER_MB", meaning: "what a thread's folder may hold" },
    limits.folderMb,
    1,
    1_000_000,
  ),
  folderFiles: wholeNumber(
    { name: "THREADBOOK_FOLDER_FILES", meaning: "files and folders in a thread's folder" },
    limits.folderFiles,
    10,
    10_000_000,
  ),
  niceness: wholeNumber(
    { name: "THREADBOOK_NICENESS", meaning: "how far Python stands back behind the bot for the processor" },
    limits.niceness,
    1,
    19,
  ),
  cellSeconds: wholeNumber({ name: "THREADBOOK_CELL_SECONDS", meaning: "how long a cell may run" }, 60, 1, 86_400),
  moreSeconds: wholeNumber(
    { name: "THREADBOOK_MORE_SECONDS", meaning: "what a cell is given when somebody gives it more time" },
    300,
    1,
    86_400,
  ),
  longestSeconds: wholeNumber(
    { name: "THREADBOOK_LONGEST_SECONDS", meaning: "how long a cell may run at most, whatever it was given" },
    3_600,
    1,
    604_800,
  ),
  kernels: wholeNumber(
    { name: "THREADBOOK_KERNELS", meaning: "how many Pythons are up at once; the one idle longest makes way" },
    40,
    1,
    10_000,
  ),
  kernelsPerPerson: wholeNumber(
    { name: "THREADBOOK_KERNELS_PER_PERSON", meaning: "how many of them are up in threads that one person opened" },
    5,
    1,
    10_000,
  ),
  cellsAtOnce: optionalNumber(
    {
      name: "THREADBOOK_CELLS_AT_ONCE",
      meaning: "how many cells run at once on the machine; others wait their turn",
      usually: "as many as it has cores",
    },
    1,
    1_000,
  ),
  graceSeconds: wholeNumber(
    { name: "THREADBOOK_GRACE_SECONDS", meaning: "how long Python may take to stop before it is restarted" },
    5,
    1,
    600,
  ),
  outputCharacters: wholeNumber(
    { name: "THREADBOOK_OUTPUT_CHARACTERS", meaning: "text kept of a cell" },
    1_000_000,
    1_000,
    100_000_000,
  ),
  figures: wholeNumber(
    { name: "THREADBOOK_FIGURES", meaning: "figures kept of a cell, and megabytes of all of them" },
    40,
    1,
    1_000,
  ),
} as const satisfies Readonly<Record<string, Setting<unknown>>>;
