import type { FailureCode, FailureFacts } from "../../failure.ts";
import type { CellEnd, CellOutcome } from "../../kernel/session.ts";
import type { CommandName, CommandSyntax } from "../commands/command-name.ts";
import type { Ending, Note, Refusal, Waiting } from "../turn.ts";
import type { Status } from "../view.ts";
import type { Sentence } from "./sentence.ts";

/** What the bot says, asked by what happened. */
export interface Words extends Plain {
  status(status: Status): Sentence;
  note(note: Note): Sentence;
  refusal(why: Refusal): Sentence;
  /** How a cell ended, where that needs a word; undefined for "ok" and "raised". */
  cellEnd(end: CellEnd): Sentence | undefined;
  /** Undefined for "answered". */
  ending(ending: Ending, syntax: CommandSyntax): Sentence | undefined;
  failure(code: FailureCode, facts: FailureFacts, syntax: CommandSyntax): Sentence;
  /** What the command does, for `/help`. */
  command(name: CommandName): Sentence;
}

/** Every sentence of one language, as a table. */
export interface Phrases extends Plain {
  readonly statuses: {
    queued(ahead: number): Sentence;
    readonly waiting: Readonly<Record<Waiting, Sentence>>;
    turnInKernelQueue(ahead: number): Sentence;
    turnAtModel(ahead: number): Sentence;
    thinking(characters: number): Sentence;
    readonly writing: Sentence;
    readonly running: Sentence;
  };
  readonly notes: {
    readonly pythonRestarted: Sentence;
    readonly trimmed: Sentence;
    readonly answerCut: Sentence;
    recordDamaged(turns: number): Sentence;
    earlierUnread(reason: string): Sentence;
    fileNotKept(name: string, why: Sentence): Sentence;
  };
  readonly refusals: Readonly<Record<Refusal, Sentence>>;
  /** Why a cell ended before its time; `kept` or `gone` follows. */
  readonly cellEnds: Readonly<
    Record<Exclude<CellOutcome, "ok" | "raised"> | NonNullable<CellEnd["because"]>, Sentence>
  >;
  /** Stands before why a cell ended, or alone. */
  readonly lostBefore: Sentence;
  readonly kept: Sentence;
  readonly gone: Sentence;
  readonly endings: {
    readonly stopped: Sentence;
    outOfSteps(limit: number): Sentence;
    readonly goingInCircles: Sentence;
    ourMistake(reference: string): Sentence;
  };
  readonly failures: Readonly<Record<FailureCode, (facts: FailureFacts, syntax: CommandSyntax) => Sentence>>;
  readonly commands: Readonly<Record<CommandName, Sentence>>;
}

/** Sentences that are asked for by their name. */
interface Plain {
  help(syntax: CommandSyntax): Sentence;
  omitted(characters: number): Sentence;
  figure(number: number): Sentence;
  figureNotShown(number: number, reason: string): Sentence;
  fileNotShown(name: string, reason: string): Sentence;
  /** Why a figure or a file is not shown: each ends such a sentence. */
  readonly unshown: {
    readonly gone: Sentence;
    readonly unread: Sentence;
    readonly lost: Sentence;
    readonly tooLarge: Sentence;
    rightMissing(right: string): Sentence;
    refused(said: string): Sentence;
  };
  tables: {
    readonly variables: readonly [string, string, string, string, string];
  };
  readonly noPython: Sentence;
  readonly noVariables: Sentence;
  readonly variablesHidden: Sentence;
  idle(bytes: number): Sentence;
  /** @param bytes 0 where that is not known */
  stillRunning(seconds: number, bytes: number): Sentence;
  moreVariables(count: number): Sentence;
  readonly nothingToStop: Sentence;
  /** @param seconds how long the cell may run altogether */
  moreTime(seconds: number): Sentence;
  readonly stopping: Sentence;
  readonly restarted: Sentence;
  readonly freshThread: Sentence;
  modelInUse(name: string, where: string, contextTokens: number): Sentence;
  readonly noModelInUse: Sentence;
  /** Told at the start to whoever runs the bot. */
  invite(link: string): Sentence;
  /** Told at the start to whoever runs the bot: the server of the settings has not let it in. */
  awaits(server: string): Sentence;
  /** Told to whoever runs the bot: one platform has shut it out, others have not. */
  goesOnWithout(platform: string): Sentence;
  readonly runWhat: (syntax: CommandSyntax) => Sentence;
  readonly unsealed: Sentence;
  readonly nothingToRepeat: Sentence;
  readonly tourLabel: Sentence;
  readonly tourEnd: (syntax: CommandSyntax) => Sentence;
  readonly tourStops: Sentence;
  console: ConsoleWords;
  chat: ChatWords;
  slack: SlackWords;
  discord: DiscordWords;
}

/** What only Discord says; names and descriptions of commands have at most 100 characters, titles and labels 45. */
interface DiscordWords {
  /** No thread could be opened; `code` is Discord's number for why. */
  noThread(code: number): Sentence;
  /** A thread was opened, and the bot may not write in it. */
  readonly threadMute: Sentence;
  /** The name of a thread whose request has no words. */
  readonly untitled: Sentence;
  readonly ask: Sentence;
  readonly codeOption: Sentence;
  readonly codeTitle: Sentence;
  readonly questionOption: Sentence;
  /** Discord's own name for the right to send files. */
  readonly attachFiles: Sentence;
}

/** What only chat platforms say. */
interface ChatWords {
  /** On the button that stops an answer. */
  readonly stop: Sentence;
  /** On the button that gives a cell more time. */
  readonly more: Sentence;
  /** The whole of an answer in which there was nothing to show. */
  readonly nothingShown: Sentence;
  /** Stands below a message that could not hold all of its text. */
  restInFile(name: string): Sentence;
  /** Stands above the answer to code, or a question, that a command brought into a channel. */
  ranBy(name: string): Sentence;
  askedBy(name: string): Sentence;
  /** The form that asks for code; Slack takes 24 characters of a title, Discord 45. */
  readonly runForm: { readonly title: Sentence; readonly code: Sentence; readonly run: Sentence };
  readonly askWhat: Sentence;
}

/** What only Slack makes the bot say: why there is no answer. */
interface SlackWords {
  notInChannel(bot: string): Sentence;
  readonly archived: Sentence;
  missingScope(scope: string): Sentence;
  refused(said: string): Sentence;
}

/** What only the terminal says. */
interface ConsoleWords {
  hello(model: string | undefined, syntax: CommandSyntax): Sentence;
  /** Another terminal has the thread that would have gone on. */
  readonly apart: Sentence;
  goesOn(turns: number, syntax: CommandSyntax): Sentence;
  /** The last answer of the conversation that goes on was never finished. */
  readonly cutOff: Sentence;
  readonly leaveAgain: Sentence;
  /** Stands in the middle of something long. */
  linesLeftOut(lines: number): Sentence;
  /** Stands below something that was cut. */
  whole(path: string): Sentence;
  wholeNotKept(reason: string): Sentence;
  historyNotKept(reason: string): Sentence;
}
