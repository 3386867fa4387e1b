import { type Attempt, judge } from "../chat/judge.ts";
import type { Verdict } from "../draft.ts";
import { endsAnswer, faultOf, isArchived } from "./fault.ts";
import type { Line } from "./line.ts";

const firstWaitMs = 1_000;

/** What follows from an operation that failed in a channel. */
export function judgeIn(channel: string, error: unknown, attempt: Attempt, line: Line): Verdict {
  const { clock, closing, pace } = line;
  const fault = faultOf(error);
  if (fault.kind === "limited") pace.pause(channel, fault.retryAfterMs);
  const asleep = fault.kind === "refused" && isArchived(fault.code);
  if (asleep && attempt.number === 1) return { kind: "again", after: opened(channel, line) };
  const endsAll = asleep || (fault.kind === "refused" && endsAnswer(fault.code));
  return judge(fault, attempt, endsAll, { clock, closing, firstWaitMs });
}

/** A thread that is locked cannot be opened: that is said by the operation that is tried again. */
async function opened(thread: string, line: Line): Promise<void> {
  await line.unarchive(thread).catch(() => undefined);
}
