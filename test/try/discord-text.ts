import { flags, type Message } from "../fakes/discord/entities.ts";
import { buttonsOf } from "../fakes/discord/person.ts";
import type { World } from "../fakes/discord/world.ts";
import type { MessageView } from "./room.ts";

export function messageView(message: Message, world: World): MessageView {
  const { id, author, at, channel } = message;
  return {
    id,
    by: author.name,
    bot: author.bot,
    at,
    text: withNames(message.content, world),
    buttons: buttonsOf(message).map((button) => String(button["label"])),
    files: message.attachments.map(({ id: file, name, mime, description = "", bytes }) => ({
      key: `${channel}-${file}`,
      name,
      mime,
      alt: description,
      sizeBytes: bytes.length,
    })),
    reactions: [...message.reactions.keys()].map((emoji) => decodeURIComponent(emoji)),
    edited: message.editedAt !== undefined && (message.flags & flags.hasThread) === 0,
    waiting: (message.flags & flags.loading) !== 0,
    secret: message.onlyFor !== undefined,
  };
}

function withNames(text: string, { users }: World): string {
  return text.replaceAll(/<@!?(\d+)>/g, (whole, id: string) => {
    const user = users.get(id);
    return user === undefined ? whole : `@${user.name}`;
  });
}
