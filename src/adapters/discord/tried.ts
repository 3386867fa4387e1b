import type { Trace, Upload } from "../chat/channel.ts";
import { type ChatBody, sameBody } from "../chat/chat-body.ts";
import type { Sent } from "./line.ts";

/** The attempts at one message while nobody knows what came of them. */
export interface Tried {
  /** When the first began. */
  readonly since: number;
  /** What it was to show, each thing once, the newest last. */
  readonly bodies: readonly [ChatBody, ...ChatBody[]];
}

/** With one more attempt, which was lost as well. */
export function triedAgain(tried: Tried | undefined, { since, body }: Trace): Tried {
  if (tried === undefined) return { since, bodies: [body] };
  const [first, ...more] = tried.bodies.filter((other) => !sameBody(other, body));
  const bodies = first === undefined ? ([body] as const) : ([first, ...more, body] as const);
  return { since: Math.min(since, tried.since), bodies };
}

/**
 * Whether a message that one of the attempts left can stay. A text is edited into what is wanted; of an upload nobody can
 * tell which one it is, once there were several.
 */
export function canStay({ attachments }: Sent, { bodies }: Tried): boolean {
  return bodies.length === 1 || (attachments.length === 0 && bodies.at(-1)?.kind === "text");
}

/** Whether what came back for an upload is that upload. */
export function shows({ attachments: [file] }: Sent, { name, bytes }: Upload): boolean {
  return file?.filename === name && file.size === bytes.length;
}
