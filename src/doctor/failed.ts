import { words } from "../core/words/words.ts";
import { Failure } from "../failure.ts";
import { type Finding, found } from "./check.ts";
import type { Examined } from "./examine.ts";
import type { Machine } from "./patient.ts";

/** What an error of a check means: in the bot's own words where it is the outside world's. */
export function failed(error: unknown, { language, speak }: Pick<Machine, "language" | "speak">): Finding {
  if (!(error instanceof Failure)) return found("wrong", speak.broke(String(error)));
  const sentence = words(language).failure(error.code, error.facts, (name) => `/${name}`);
  return found("wrong", sentence, [error.message]);
}

/** What is told of a check, however it went. */
export function findingOf(examined: Examined, machine: Pick<Machine, "language" | "speak">): Finding {
  switch (examined.kind) {
    case "found":
      return examined.finding;
    case "failed":
      return failed(examined.error, machine);
    case "too-slow":
      return found("wrong", machine.speak.tooSlow(examined.limitMs / 1000));
    default:
      return examined satisfies never;
  }
}
