import type { Verdict } from "../draft.ts";
import { endsAnswer, faultOf, isArchived } from "./fault.ts";
import type { Line } from "./line.ts";

const mostAttempts = 10;
const firstWaitMs = 500;
const longestWaitMs = 30_000;

/** What follows from an operation that failed in a channel. */
export function judge(error: unknown, attempt: number, channel: string, line: Line): Verdict {
  const { clock, closing, pace } = line;
  if (closing.aborted || attempt > mostAttempts) return { kind: "over" };
  const fault = faultOf(error);
  switch (fault.kind) {
    case "limited":
      pace.pause(channel, fault.retryAfterMs);
      return { kind: "again", after: clock.wait(fault.retryAfterMs, closing) };
    case "lost":
      return { kind: "again", after: clock.wait(Math.min(longestWaitMs, firstWaitMs * 2 ** attempt), closing) };
    case "refused":
      if (isArchived(fault.code))
        return attempt === 1 ? { kind: "again", after: opened(channel, line) } : { kind: "over" };
      return { kind: endsAnswer(fault.code) ? "over" : "skip" };
    default:
      return fault satisfies never;
  }
}

/** A thread that is locked cannot be opened: that is said by the operation that is tried again. */
async function opened(thread: string, line: Line): Promise<void> {
  await line.unarchive(thread).catch(() => undefined);
}
