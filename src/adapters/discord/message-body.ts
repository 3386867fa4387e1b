import { createHash } from "node:crypto";
import { ButtonStyle, ComponentType, MessageFlags, type RawFile } from "discord.js";
import type { Button } from "../../core/adapter.ts";
import type { Words } from "../../core/words/vocabulary.ts";
import type { Upload } from "../chat/channel.ts";
import { type Address, writtenAddress } from "./address.ts";

const longestAlt = 1024;

/** The name of an answer's first message within it. */
export const firstKey = "m1";

/** What every message of the bot says beside its content: nobody is pinged, no link unfolds. */
export const quiet = { allowed_mentions: { parse: [] }, flags: MessageFlags.SuppressEmbeds };

/** A text message, as a post or an edit. */
export function textBody(text: string, buttons: readonly Button[], address: Address, { chat }: Words) {
  const row = buttons.map((button) => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: chat[button],
    custom_id: `v1:${button}:${writtenAddress(address)}`,
  }));
  const components = row.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: row }];
  return { ...quiet, content: text, components };
}

/** A message that is one upload. */
export function uploadBody({ name, mime, bytes, alt }: Upload): { readonly body: object; readonly files: RawFile[] } {
  const description = alt.slice(0, longestAlt).toWellFormed();
  const attachments = [{ id: "0", ...(description === "" ? {} : { description }) }];
  return { body: { ...quiet, attachments }, files: [{ name, data: Buffer.from(bytes), contentType: mime }] };
}

/** The same for the same message of the same answer: Discord posts it once for some minutes. */
export function nonceOf(...names: readonly string[]) {
  const nonce = createHash("sha256").update(names.join("\n")).digest("base64url").slice(0, 25);
  return { nonce, enforce_nonce: true };
}
