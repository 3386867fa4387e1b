import type { Listener, Reply } from "../../core/adapter.ts";
import type { ReplyRef } from "../../core/ids.ts";
import type { Sentence } from "../../core/words/sentence.ts";

/** How the bot and a person meet on one pair of streams: on a terminal, or line by line in a pipe. */
export interface Session extends AsyncDisposable {
  /** Resolves when the person has left and all they asked is answered; rejects with a mistake of our own. */
  readonly done: Promise<void>;
  start(listener: Listener): Promise<void>;
  reopen(ref: ReplyRef, ownCode: boolean): Reply;
  tell(sentence: Sentence): void;
}
