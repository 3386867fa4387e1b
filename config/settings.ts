import limits from "./kernel-limits.json" with { type: "json" };
import { address, choice, fraction, optionalNumber, type Setting, storeAddress, text, wholeNumber } from "./setting.ts";

/** Every setting of the environment; the table in the README is made from this one. */
export const settingTable = {
  openaiBaseUrl: address({
    name: "OPENAI_BASE_URL",
    meaning: "the model's server, up to and with `/v1`",
    usually: "the ports 8000, 8080, 11434, 1234 and 30000 of this machine are looked at",
  }),
  model: text({ name: "MODEL", meaning: "the model's name at its server", usually: "the server's first" }),
  openaiApiKey: text({ name: "OPENAI_API_KEY", meaning: "the server's key", usually: "none" }),
  dialect: choice(
    { name: "MODEL_DIALECT", meaning: "how the model marks its code", usually: "`fenced`" },
    ["fenced"],
    "fenced",
  ),
  data: text({
    name: "THREADBOOK_DATA",
    meaning: "folder of the store, the threads' files and the logs",
    usually: "`.threadbook/data`",
  }),
  storeUrl: storeAddress({ name: "STORE_URL", meaning: "`sqlite:PATH`", usually: "SQLite in the data folder" }),
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
    { name: "THREADBOOK_FILE_MB", meaning: "longest file that Python may write" },
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
  steps: wholeNumber({ name: "THREADBOOK_STEPS", meaning: "rounds of saying and running in one turn" }, 8, 1, 50),
  cellSeconds: wholeNumber({ name: "THREADBOOK_CELL_SECONDS", meaning: "how long a cell may run" }, 60, 1, 86_400),
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
  figures: wholeNumber({ name: "THREADBOOK_FIGURES", meaning: "figures kept of a cell" }, 40, 1, 1_000),
  resultCharacters: wholeNumber(
    { name: "THREADBOOK_RESULT_CHARACTERS", meaning: "text of a cell that the model reads" },
    2_000,
    200,
    100_000,
  ),
  messageCharacters: wholeNumber(
    { name: "THREADBOOK_MESSAGE_CHARACTERS", meaning: "longest message that is read" },
    100_000,
    100,
    10_000_000,
  ),
  codeCharacters: wholeNumber(
    { name: "THREADBOOK_CODE_CHARACTERS", meaning: "longest cell" },
    100_000,
    1_000,
    10_000_000,
  ),
  contextTokens: optionalNumber(
    {
      name: "THREADBOOK_CONTEXT_TOKENS",
      meaning: "what the model can read at once",
      usually: "asked of the server, else 8192",
    },
    1_024,
    10_000_000,
  ),
  maxTokens: optionalNumber(
    { name: "THREADBOOK_MAX_TOKENS", meaning: "longest answer of the model", usually: "by the model's family" },
    16,
    1_000_000,
  ),
  temperature: fraction(
    { name: "THREADBOOK_TEMPERATURE", meaning: "sampling", usually: "by the model's family" },
    0,
    2,
  ),
  topP: fraction({ name: "THREADBOOK_TOP_P", meaning: "sampling", usually: "by the model's family" }, 0, 1),
  firstTokenSeconds: wholeNumber(
    { name: "THREADBOOK_FIRST_TOKEN_SECONDS", meaning: "how long the model may take to begin" },
    300,
    1,
    300,
  ),
  nextTokenSeconds: wholeNumber(
    { name: "THREADBOOK_NEXT_TOKEN_SECONDS", meaning: "how long the model may pause" },
    60,
    1,
    300,
  ),
  attempts: wholeNumber({ name: "THREADBOOK_MODEL_ATTEMPTS", meaning: "how often a busy server is asked" }, 4, 1, 20),
  logLevel: choice(
    { name: "THREADBOOK_LOG_LEVEL", meaning: "`debug`, `info`, `warn` or `error`", usually: "`info`" },
    ["debug", "info", "warn", "error"],
    "info",
  ),
} as const satisfies Readonly<Record<string, Setting<unknown>>>;

type Table = typeof settingTable;

/** The settings as plain values. */
export type Settings = { readonly [Name in keyof Table]: Table[Name] extends Setting<infer Value> ? Value : never };
