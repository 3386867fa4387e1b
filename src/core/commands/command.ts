import type { FileSource } from "../../kernel/session.ts";
import type { Earlier, Person } from "../adapter.ts";
import type { House } from "../house.ts";
import type { DeliveryId, ThreadId } from "../ids.ts";
import type { TurnView } from "../view.ts";
import type { Language } from "../words/sentence.ts";
import type { CommandSyntax } from "./command-name.ts";

/** A command as a person gave it. */
export interface CommandCall {
  /** The message that gave it. */
  readonly message: DeliveryId;
  readonly thread: ThreadId;
  readonly person: Person;
  /** What stood behind the command's name. */
  readonly text: string;
  /** What came with it. */
  readonly files: readonly FileSource[];
  readonly language: Language;
  readonly syntax: CommandSyntax;
  /** ISO 8601 with the person's offset from UTC. */
  readonly at: string;
  /** What was said in the thread before, oldest first. */
  readonly earlier: (limit: number) => Promise<readonly Earlier[]>;
}

export interface Command {
  /** Whether it waits for its turn in the thread, or acts at once while others run. */
  readonly waits: boolean;
  /** The answer as it grows; the last view has an ending. */
  answer(call: CommandCall, house: House, signal: AbortSignal): AsyncIterable<TurnView>;
}
