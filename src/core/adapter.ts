import type { CommandName, CommandSyntax } from "./commands/command-name.ts";
import type { DeliveryId, PersonId, ReplyRef, ThreadId } from "./ids.ts";
import type { TurnView } from "./view.ts";
import type { Language, Sentence } from "./words/sentence.ts";

/** A person as a platform knows them. */
export interface Person {
  readonly id: PersonId;
  readonly name: string;
  /** The platform's word on their language; what they write counts for more. */
  readonly language: Language;
  readonly standing: "member" | "guest" | "stranger" | "moderator";
}

/** What a platform heard. */
export type Incoming = {
  readonly id: DeliveryId;
  readonly thread: ThreadId;
  readonly person: Person;
  /** Milliseconds since 1970, by the platform's clock. */
  readonly at: number;
} & (
  | { readonly kind: "asked"; readonly text: string }
  | { readonly kind: "commanded"; readonly name: CommandName; readonly text: string }
);

/** What became of the last view: all of it reached the platform, or what did not and why. */
export type Delivery = { readonly kind: "delivered" } | { readonly kind: "undelivered"; readonly reason: string };

/** The bot's one answer to one message, drawn again and again as the turn unfolds. */
export interface Reply {
  readonly ref: ReplyRef;
  /** Draws the whole view; a newer view may replace one not yet sent. */
  draw(view: TurnView): void;
  /** Resolves once the last view has reached the platform, or says what could not. */
  settle(): Promise<Delivery>;
  /** A sentence that only the person sees, where the platform can. */
  whisper(sentence: Sentence): Promise<void>;
}

/** Takes one message; "accepted" is what deduplication marks. Resolves when the message is recorded, not when it is answered. */
export type Deliver = (incoming: Incoming, reply: Reply) => Promise<"accepted" | "duplicate">;

/** What a person said in a thread before the bot was called. */
export interface Earlier {
  readonly person: Person;
  readonly text: string;
  readonly at: number;
}

/** A chat platform. Knows nothing of models, kernels or other platforms. */
export interface Adapter extends AsyncDisposable {
  readonly platform: string;
  /** How a person writes a command here, such as `/stop` or `!stop`. */
  readonly syntax: CommandSyntax;
  /** Delivers each message meant for the bot; never the bot's own. */
  start(deliver: Deliver): Promise<void>;
  /** The reply that was posted earlier, to be drawn again. */
  reopen(ref: ReplyRef): Promise<Reply>;
  /** What people said in the thread before the bot was called, oldest first, at most `limit`. */
  history(thread: ThreadId, limit: number): Promise<readonly Earlier[]>;
}
