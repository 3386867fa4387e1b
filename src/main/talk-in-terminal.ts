import { userInfo } from "node:os";
import { join } from "node:path";
import { systemClock } from "../adapters/console/clock.ts";
import { ConsoleAdapter } from "../adapters/console/console-adapter.ts";
import { TerminalThreads } from "../adapters/console/terminal-threads.ts";
import type { AttachedBot } from "../core/bot.ts";
import type { House } from "../core/house.ts";
import { personId } from "../core/ids.ts";
import type { OpenThread } from "../core/threads.ts";
import type { Language } from "../core/words/sentence.ts";
import { words } from "../core/words/words.ts";
import type { Place } from "./place.ts";

/** The terminal, attached to the bot. @param leave called when the person leaves by Ctrl-C */
export async function talkInTerminal(
  bot: AttachedBot,
  house: House,
  place: Place,
  leave: () => void,
  open: AsyncDisposableStack,
): Promise<ConsoleAdapter> {
  const threads = await TerminalThreads.open(join(place.data, "terminal-thread"));
  const terminal = open.use(openTerminal(house, place, threads, leave));
  open.defer(() => bot.close());
  await bot.attach(terminal, terminal.platform);
  await welcome(terminal, house, threads, place.language);
  return terminal;
}

/** Says where the person is, and what became of what they asked last. @throws {Failure} `store-gone` */
export async function welcome(
  terminal: ConsoleAdapter,
  house: Pick<House, "threads" | "connected">,
  threads: TerminalThreads,
  language: Language,
): Promise<void> {
  using thread = await house.threads.open(threads.current());
  greet(terminal, house, language, thread, threads.apart);
}

function openTerminal(
  { blobs }: House,
  { data, environment, language }: Place,
  threads: TerminalThreads,
  leave: () => void,
): ConsoleAdapter {
  const { username } = userInfo();
  return new ConsoleAdapter({
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
    blobs,
    threads,
    person: { id: personId("console", username), name: username, language, standing: "member" },
    dataFolder: data,
    workingFolder: process.cwd(),
    environment,
    clock: systemClock,
    leave,
  });
}

function greet(
  terminal: ConsoleAdapter,
  { connected }: Pick<House, "connected">,
  language: Language,
  thread: OpenThread,
  apart: boolean,
): void {
  const speak = words(language).console;
  const turns = thread.record.dialog.turns.length;
  const syntax = terminal.syntax.bind(terminal);
  const model = connected === undefined ? undefined : `${connected.model.name} (${connected.url})`;
  terminal.tell(speak.hello(model, syntax));
  if (apart) terminal.tell(speak.apart);
  if (turns > 0) terminal.tell(speak.goesOn(turns, syntax));
  if (thread.cutOff) terminal.tell(speak.cutOff);
}
