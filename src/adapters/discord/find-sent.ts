import { ComponentType } from "discord.js";
import type { Trace } from "../chat/channel.ts";
import { type ChatBody, sameText } from "../chat/chat-body.ts";
import { type Address, writtenAddress } from "./address.ts";
import type { Line, Sent } from "./line.ts";

/** How far the clocks of the bot and of Discord may be apart. */
const skewMs = 1_000;

/** The answer that a message is looked for of. */
interface Mine {
  readonly address: Address;
  /** The message that it must refer to, where others can stand between. */
  readonly answers?: string | undefined;
  /** Whether texts are left alone, because the nonce of a text brings back the right one. */
  readonly onlyUploads?: boolean;
  /** The use of a command that it must be of, unless it is of none. */
  readonly use?: string | undefined;
}

/**
 * Looks for a message of this answer that was posted once and nobody knows whether it arrived. Of other answers, which
 * may stand in the same channel, it takes none.
 * @param bodies each of which may have been posted
 */
export async function findSent(
  line: Pick<Line, "bot" | "since">,
  channel: string,
  { bodies, since, others }: Omit<Trace, "body"> & { readonly bodies: readonly ChatBody[] },
  mine: Mine,
): Promise<Sent | undefined> {
  const all = await line.since(channel, since - skewMs);
  const foreign = ({ id, author }: Sent) => author.id !== line.bot || others.includes(id);
  return all.find((sent) => !foreign(sent) && bodies.some((body) => fits(sent, body, mine)) && isMine(sent, mine));
}

function fits(sent: Sent, body: ChatBody, { address, onlyUploads = false }: Mine): boolean {
  const { attachments, content } = sent;
  if (body.kind === "file") return attachments.some(({ filename }) => filename === body.name);
  if (body.kind === "figure") return attachments.some(({ filename }) => /^figure-\d+\.(?:png|jpg)$/.test(filename));
  if (onlyUploads || attachments.length > 0 || content === "") return false;
  const buttons = buttonsOf(sent);
  if (buttons.length === 0) return sameText(body, { kind: "text", text: content, buttons: [] });
  // A text that was to be changed since it was tried has the answer's own button.
  return buttons.every((id) => id.endsWith(`:${writtenAddress(address)}`));
}

function isMine({ message_reference: reference, interaction_metadata: about }: Sent, { answers, use }: Mine): boolean {
  if (answers !== undefined && reference?.message_id !== answers) return false;
  return about === undefined || about.id === use;
}

function buttonsOf({ components = [] }: Sent): readonly string[] {
  const rows = components.filter((row) => row.type === ComponentType.ActionRow);
  return rows.flatMap((row) => row.components.flatMap((one) => ("custom_id" in one ? [one.custom_id] : [])));
}
