import { flags, type Message } from "./entities.ts";
import { buttonsOf } from "./person.ts";
import { attachmentUrl } from "./wire/messages.ts";
import type { World } from "./world.ts";

/** The platform as plain data, for a page or a test that shows all of it. */
export interface SeenChannel {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly parent?: string;
  readonly archived: boolean;
  readonly messages: readonly SeenMessage[];
}

interface SeenMessage {
  readonly id: string;
  readonly author: string;
  readonly bot: boolean;
  readonly content: string;
  readonly edited: boolean;
  /** Whether it says "thinking…" until the answer comes. */
  readonly loading: boolean;
  readonly onlyFor?: string;
  readonly attachments: readonly { name: string; mime: string; url: string; alt: string; bytes: number }[];
  readonly buttons: readonly { label: string; customId: string }[];
  readonly reactions: Readonly<Record<string, number>>;
}

export function snapshot(world: World): readonly SeenChannel[] {
  return [...world.channels.values()].map(({ id, kind, name, parent, archived }) => ({
    id,
    kind,
    name,
    archived,
    ...(parent === undefined ? {} : { parent }),
    messages: world
      .messages(id)
      .filter(isShown)
      .map((message) => seen(world, message)),
  }));
}

/** The heads of threads are shown by the apps as the message that they repeat. */
function isShown({ type }: Message): boolean {
  return type !== 21;
}

function seen(world: World, message: Message): SeenMessage {
  const { id, author, content, editedAt, onlyFor } = message;
  return {
    id,
    author: author.name,
    bot: author.bot,
    content,
    edited: editedAt !== undefined,
    loading: (message.flags & flags.loading) !== 0,
    ...(onlyFor === undefined ? {} : { onlyFor }),
    attachments: message.attachments.map((attachment) => ({
      name: attachment.name,
      mime: attachment.mime,
      url: attachmentUrl(world, message.channel, attachment),
      alt: attachment.description ?? "",
      bytes: attachment.bytes.length,
    })),
    buttons: buttonsOf(message).map((one) => ({ label: String(one["label"]), customId: String(one["custom_id"]) })),
    reactions: Object.fromEntries([...message.reactions].map(([emoji, users]) => [emoji, users.size])),
  };
}
