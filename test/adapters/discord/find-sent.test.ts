import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ButtonStyle, ComponentType, MessageReferenceType } from "discord.js";
import type { ChatBody } from "../../../src/adapters/chat/chat-body.ts";
import { type Address, writtenAddress } from "../../../src/adapters/discord/address.ts";
import { findSent } from "../../../src/adapters/discord/find-sent.ts";
import type { Sent } from "../../../src/adapters/discord/line.ts";

const address: Address = { thread: "10", channel: "10", message: "11", command: false };
const other: Address = { ...address, message: "12" };
const author = { id: "1" } as Sent["author"];
const text = (said: string): ChatBody => ({ kind: "text", text: said, buttons: [] });

function sent(id: string, content: string, more: Partial<Sent> = {}): Sent {
  return { id, content, attachments: [], components: [], author, ...more };
}

function stop(of: Address): Partial<Sent> {
  const custom_id = `v1:stop:${writtenAddress(of)}`;
  const button = {
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label: "Stop",
    custom_id,
  };
  return { components: [{ type: ComponentType.ActionRow, components: [button] }] };
}

function reply(message_id: string): Partial<Sent> {
  return { message_reference: { type: MessageReferenceType.Default, channel_id: "10", message_id } };
}

async function found(
  body: ChatBody,
  all: readonly Sent[],
  how: { answers?: string; use?: string; onlyUploads?: boolean } = {},
) {
  const line = { bot: "1", since: async () => all };
  return (await findSent(line, "10", { bodies: [body], since: 0, others: ["7"] }, { address, ...how }))?.id;
}

describe("a message whose fate is not known", () => {
  it("is found by what it says, and never taken for what another answer says", async () => {
    assert.equal(await found(text("Mine."), [sent("7", "Mine."), sent("2", "Another's."), sent("3", "Mine.")]), "3");
    assert.equal(await found(text("Mine."), [sent("2", "Another's.")]), undefined);
  });

  it("is told by the button under it, though it says the same or was to say more by now", async () => {
    const all = [sent("2", "▸ running", stop(other)), sent("3", "▸ running", stop(address))];
    assert.equal(await found(text("▸ running"), all), "3");
    assert.equal(await found(text("Another text."), all), "3");
  });

  it("is looked for among uploads alone, where the nonce of a text tells it from another answer's", async () => {
    const all = [sent("2", "Stopped."), sent("3", "Working.", stop(address))];
    assert.equal(await found(text("Stopped."), all, { onlyUploads: true }), undefined);
    const attachments = [{ filename: "figure-1.png" }] as Sent["attachments"];
    const figure = { kind: "figure", number: 1 } as ChatBody;
    assert.equal(await found(figure, [...all, sent("4", "", { attachments })], { onlyUploads: true }), "4");
  });

  it("refers in a channel to what it answers, and belongs to the use of the command", async () => {
    const all = [sent("2", "Mine.", reply("12")), sent("3", "Mine.", reply("11"))];
    assert.equal(await found(text("Mine."), all, { answers: "11" }), "3");
    const used = { interaction_metadata: { id: "55" } } as Partial<Sent>;
    assert.equal(await found(text("Mine."), [sent("2", "Mine.", used)], { use: "56" }), undefined);
    assert.equal(await found(text("Mine."), [sent("2", "Mine.", used)], { use: "55" }), "2");
  });
});
