import type { FileSource } from "../kernel/session.ts";
import type { Earlier, Person } from "./adapter.ts";
import type { DeliveryId, ThreadId } from "./ids.ts";
import type { Language } from "./words/sentence.ts";

/** What a person asked, or the code that they gave. */
export interface Question {
  readonly message: DeliveryId;
  readonly thread: ThreadId;
  readonly person: Person;
  readonly text: string;
  /** What came with it. */
  readonly files?: readonly FileSource[];
  readonly language: Language;
  readonly at: string;
  readonly earlier: (limit: number) => Promise<readonly Earlier[]>;
}
