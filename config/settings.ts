import { kernelSettingTable } from "./kernel-settings.ts";
import {
  address,
  choice,
  formed,
  fraction,
  listenAddress,
  optionalNumber,
  type Setting,
  secret,
  storeAddress,
  text,
  wholeNumber,
} from "./setting.ts";

/** Every setting of the environment; the table in the README is made from this one. */
export const settingTable = {
  openaiBaseUrl: address({
    name: "OPENAI_BASE_URL",
    meaning: "the model's server, up to and with `/v1`",
    usually: "the ports 8000, 8080, 11434, 1234 and 30000 of this machine are looked at",
  }),
  model: text({ name: "MODEL", meaning: "the model's name at its server", usually: "the server's first" }),
  openaiApiKey: secret({ name: "OPENAI_API_KEY", meaning: "the server's key", usually: "none" }, "a key", /^\S+$/),
  dialect: choice(
    { name: "MODEL_DIALECT", meaning: "how the model marks its code", usually: "`fenced`" },
    ["fenced"],
    "fenced",
  ),
  slackBotToken: secret(
    { name: "SLACK_BOT_TOKEN", meaning: "the bot's token in Slack", usually: "no Slack" },
    "a bot token, which begins with xoxb-",
    /^xoxb-\S+$/,
  ),
  slackAppToken: secret(
    { name: "SLACK_APP_TOKEN", meaning: "the app's token for Socket Mode", usually: "no Slack" },
    "an app-level token, which begins with xapp-",
    /^xapp-\S+$/,
  ),
  slackApiUrl: address({
    name: "SLACK_API_URL",
    meaning: "another Slack, such as a simulated one",
    usually: "Slack's own",
  }),
  discordToken: secret(
    { name: "DISCORD_TOKEN", meaning: "the bot's token in Discord", usually: "no Discord" },
    "a bot token without spaces",
    /^\S+$/,
  ),
  discordApiUrl: address({
    name: "DISCORD_API_URL",
    meaning: "another Discord, such as a simulated one",
    usually: "Discord's own",
  }),
  discordGuild: formed(
    {
      name: "DISCORD_GUILD",
      meaning: "the server that gets the slash commands at once; without it all get them, within an hour",
      usually: "all servers",
    },
    "the number of a server",
    /^\d{5,20}$/,
  ),
  data: text({
    name: "THREADBOOK_DATA",
    meaning: "folder of the store, the threads' files and the logs",
    usually: "`.threadbook/data`",
  }),
  storeUrl: storeAddress({
    name: "STORE_URL",
    meaning: "`sqlite:PATH`, `redis://…`, `rediss://…` or `postgresql://…`",
    usually: "SQLite in the data folder",
  }),
  ...kernelSettingTable,
  steps: wholeNumber({ name: "THREADBOOK_STEPS", meaning: "rounds of saying and running in one turn" }, 8, 1, 50),
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
  modelRequests: wholeNumber(
    { name: "THREADBOOK_MODEL_REQUESTS", meaning: "answers that the model writes at once; the others wait, fairly" },
    8,
    1,
    1_000,
  ),
  modelQueue: wholeNumber(
    { name: "THREADBOOK_MODEL_QUEUE", meaning: "answers that may wait for the model; more are refused" },
    1_000,
    1,
    100_000,
  ),
  turnsPerPerson: wholeNumber(
    { name: "THREADBOOK_TURNS_PER_PERSON", meaning: "messages of one person that are answered at once" },
    1,
    1,
    1_000,
  ),
  waitingPerPerson: wholeNumber(
    { name: "THREADBOOK_WAITING_PER_PERSON", meaning: "messages of one person that may wait; more are refused" },
    10,
    1,
    10_000,
  ),
  catchUpMinutes: wholeNumber(
    {
      name: "THREADBOOK_CATCH_UP_MINUTES",
      meaning: "how old a message may be that came while the bot was away, to be answered after its start; 0: none is",
    },
    60,
    0,
    1_440,
  ),
  attempts: wholeNumber({ name: "THREADBOOK_MODEL_ATTEMPTS", meaning: "how often a busy server is asked" }, 4, 1, 20),
  logLevel: choice(
    { name: "THREADBOOK_LOG_LEVEL", meaning: "`debug`, `info`, `warn` or `error`", usually: "`info`" },
    ["debug", "info", "warn", "error"],
    "info",
  ),
  watchPort: wholeNumber(
    { name: "THREADBOOK_WATCH_PORT", meaning: "port for `/healthz`, `/readyz` and `/metrics`; 0 means none" },
    0,
    0,
    65_535,
  ),
  watchHost: listenAddress(
    { name: "THREADBOOK_WATCH_HOST", meaning: "address on which that port listens; whoever reaches it needs no key" },
    "127.0.0.1",
  ),
} as const satisfies Readonly<Record<string, Setting<unknown>>>;

type Table = typeof settingTable;

/** The settings as plain values. */
export type Settings = { readonly [Name in keyof Table]: Table[Name] extends Setting<infer Value> ? Value : never };
