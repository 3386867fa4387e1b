import type { FileSource } from "../kernel/session.ts";
import type { CommandName, CommandSyntax } from "./commands/command-name.ts";
import type { DeliveryId, PersonId, ReplyRef, ThreadId } from "./ids.ts";
import type { RecentThread } from "./recent-threads.ts";
import type { TurnView } from "./view.ts";
import type { Language, Sentence } from "./words/sentence.ts";

/** A person as a platform knows them. */
export interface Person {
  readonly id: PersonId;
  readonly name: string;
  /** The platform's word on their language; what they write counts for more. */
  readonly language: Language;
  /** IANA name of where they are, where the platform tells. */
  readonly timeZone?: string;
  readonly standing: "member" | "guest" | "stranger" | "moderator";
}

/** A message that a platform heard, and that gets one answer. */
export type Incoming = {
  readonly id: DeliveryId;
  readonly thread: ThreadId;
  readonly person: Person;
  /** Milliseconds since 1970, by the platform's clock. */
  readonly at: number;
  /** Whether the bot was named, written to in private or given a slash command; other messages count in its own threads only. */
  readonly addressed: boolean;
  readonly text: string;
  /** What came with it. */
  readonly files: readonly FileSource[];
} & (
  | { readonly kind: "asked" }
  | {
      readonly kind: "commanded";
      readonly name: CommandName;
      /** Whether the thread is made for this command alone, and its Python ends with the answer. */
      readonly quick: boolean;
    }
);

/** The buttons under an answer, by what a platform keeps of them: one stops it, one gives its cell more time. */
export const buttons = ["stop", "more"] as const;
export type Button = (typeof buttons)[number];

/** What a message says after it was changed. */
export interface Edited {
  readonly text: string;
  /** Present where it is a command now; `text` is what stands behind its name. */
  readonly command?: CommandName;
}

/** What a platform heard that changes an answer under way, and gets none of its own. */
export type Notice =
  /** A person changed the text of a message. */
  | ({ readonly kind: "edited"; readonly of: DeliveryId; readonly by: PersonId } & Edited)
  /** A message was taken away. */
  | { readonly kind: "deleted"; readonly of: DeliveryId; readonly by: PersonId }
  | { readonly kind: "pressed"; readonly button: Button; readonly on: ReplyRef; readonly by: PersonId }
  /** The conversation is no longer there, or no longer open to the bot. */
  | { readonly kind: "thread-gone"; readonly thread: ThreadId };

/** What became of the last view: all of it reached the platform, or what did not and why. */
export type Delivery = { readonly kind: "delivered" } | { readonly kind: "undelivered"; readonly reason: string };

/** What came of a request to a platform; "limited" is a 429, or the platform's own word for one. */
export type CallResult = "ok" | "limited" | "refused" | "failed";

/** The bot's one answer to one message, drawn again and again as the turn unfolds. */
export interface Reply {
  readonly ref: ReplyRef;
  /** Whether the person's own message shows the code that is run, so that the answer does not. */
  readonly ownCode: boolean;
  /** Draws the whole view; a newer view may replace one not yet sent. */
  draw(view: TurnView): void;
  /** Resolves once the last view has reached the platform, or says what could not. */
  settle(): Promise<Delivery>;
  /** A sentence that only the person sees, where the platform can. */
  whisper(sentence: Sentence): Promise<void>;
}

/**
 * Takes one message. Resolves when it is known to be answered, not when it is: "accepted" is what deduplication marks,
 * "ignored" is one that was not meant for the bot.
 */
export type Deliver = (incoming: Incoming, reply: Reply) => Promise<"accepted" | "duplicate" | "ignored">;

/** Who listens to a platform. */
export interface Listener {
  readonly deliver: Deliver;
  notice(notice: Notice): Promise<void>;
}

/** What a person said in a thread before the bot was called. */
export interface Earlier {
  readonly person: Person;
  readonly text: string;
  readonly files: readonly FileSource[];
  readonly at: number;
}

/** A chat platform. Knows nothing of models, kernels or other platforms. */
export interface Adapter extends AsyncDisposable {
  readonly platform: string;
  /** How a person writes a command here, such as `/stop` or `!stop`. */
  readonly syntax: CommandSyntax;
  /** Whether answers stay where they were posted when the bot ends, so that it can mend them at its next start. */
  readonly lasting: boolean;
  /** Delivers each message that may be meant for the bot; never the bot's own. Resolves when it hears all that comes. */
  start(listener: Listener): Promise<void>;
  /**
   * Hands on what was said in these threads, and to the bot where they are, since a time: it may have been heard already.
   */
  catchUp(threads: readonly RecentThread[], since: number): Promise<void>;
  /** The reply that was posted earlier, to be drawn again. */
  reopen(ref: ReplyRef, ownCode: boolean): Promise<Reply>;
  /** What people said in the thread before this message, oldest first, at most `limit`, without the bot's own words. */
  history(thread: ThreadId, before: DeliveryId, limit: number): Promise<readonly Earlier[]>;
}
