import type { Sentence } from "../core/words/sentence.ts";

/** How something is: "wrong" where what is configured does not work, "warning" where it works less well than it could. */
export type Sign = "ok" | "warning" | "wrong";

/** What is looked at. */
export type Subject =
  | "settings"
  | "node"
  | "python"
  | "fonts"
  | "kernel"
  | "sandbox"
  | "model"
  | "store"
  | "disk"
  | "watch"
  | "slack"
  | "discord";

/** What was found of one subject. */
export interface Finding {
  readonly sign: Sign;
  readonly said: Sentence;
  /** Lines below: what is missing by name, and what mends it. */
  readonly more: readonly Sentence[];
}

export interface Check {
  readonly subject: Subject;
  /** After this the check is given up. */
  readonly limitMs: number;
  /** May throw, also a `Failure` or the signal's reason: the subject is wrong then. */
  examine(signal: AbortSignal): Promise<Finding>;
}

export function found(sign: Sign, said: Sentence, more: readonly Sentence[] = []): Finding {
  return { sign, said, more };
}
