import type { Trace } from "../chat/channel.ts";
import type { ChatBody } from "../chat/chat-body.ts";
import { endsAnswer, faultOf } from "./fault.ts";
import type { Line, Sent } from "./line.ts";

/** How far the clocks of the bot and of Discord may be apart. */
const skewMs = 1_000;

/**
 * Looks for a message of the bot that was posted once and nobody knows whether it arrived.
 * @param mine whether a message can be of this answer
 */
export async function findSent(
  line: Line,
  channel: string,
  { body, since, others }: Trace,
  mine: (sent: Sent) => boolean = () => true,
): Promise<Sent | undefined> {
  const all = await line.since(channel, since - skewMs).catch((error: unknown) => {
    const fault = faultOf(error);
    // Where the thread was never opened nothing was posted.
    if (fault.kind === "refused" && endsAnswer(fault.code)) return [];
    throw error;
  });
  return all.find((sent) => sent.author.id === line.bot && !others.includes(sent.id) && fits(sent, body) && mine(sent));
}

function fits({ attachments, content }: Sent, body: ChatBody): boolean {
  if (body.kind === "text") return attachments.length === 0 && content !== "";
  if (body.kind === "file") return attachments.some(({ filename }) => filename === body.name);
  return attachments.some(({ filename }) => /^figure-\d+\.(?:png|jpg)$/.test(filename));
}
