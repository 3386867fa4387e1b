import type { ButtonInteraction } from "discord.js";
import { buttons, type Listener } from "../../core/adapter.ts";
import { readAddress, replyOf } from "./address.ts";
import { idOf } from "./people.ts";

/** A button under an answer: `v1:NAME:ADDRESS`. One that this bot does not know is acknowledged and left alone. */
export async function press(pressed: ButtonInteraction, listener: Listener): Promise<void> {
  await pressed.deferUpdate();
  const { name, address = "" } = /^v1:(?<name>[^:]+):(?<address>.+)$/.exec(pressed.customId)?.groups ?? {};
  const button = buttons.find((one) => one === name);
  if (button === undefined) return;
  const on = replyOf(readAddress(address, pressed.guildId));
  await listener.notice({ kind: "pressed", button, on, by: idOf(pressed.user.id) });
}
