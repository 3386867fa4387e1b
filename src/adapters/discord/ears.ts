import { type Channel, type Client, Events, type Interaction, type Message, type PartialMessage } from "discord.js";
import type { Deliver, Incoming, Listener, Notice, Reply } from "../../core/adapter.ts";
import type { RecentThread } from "../../core/recent-threads.ts";
import type { ChatLog } from "../chat/chat-log.ts";
import { addressOf, threadOf } from "./address.ts";
import { CatchUp } from "./catch-up.ts";
import { codeForm } from "./commands.ts";
import { hearDelete, hearEdit, hearMessage } from "./hear-message.ts";
import { press } from "./press.ts";
import type { Replies } from "./replies.ts";
import { sendCode, useCommand } from "./use-command.ts";

/** Everything that the gateway says, as the bot takes it. */
export class Ears {
  readonly #client: Client;
  readonly #replies: Replies;
  readonly #listener: Listener;
  readonly #deliverTo: Deliver;
  readonly #log: ChatLog;
  readonly #catchUp: CatchUp;
  #sessions = 0;

  constructor(client: Client, replies: Replies, listener: Listener, log: ChatLog) {
    this.#client = client;
    this.#replies = replies;
    this.#listener = { deliver: (...heard) => this.#deliver(...heard), notice: (notice) => listener.notice(notice) };
    this.#deliverTo = listener.deliver;
    this.#log = log;
    this.#catchUp = new CatchUp(client, { clock: replies.clock, closing: replies.closing, log });
  }

  open(): void {
    const client = this.#client;
    client.on(Events.MessageCreate, (message) => this.#try(this.#hear(message)));
    client.on(Events.MessageUpdate, (before, after) => this.#try(this.#edited(before, after)));
    client.on(Events.MessageDelete, (message) => this.#notice(hearDelete(message, message.author?.id)));
    client.on(Events.MessageBulkDelete, (messages) =>
      messages.forEach((message) => this.#notice(hearDelete(message, message.author?.id))),
    );
    client.on(Events.InteractionCreate, (interaction) => this.#try(this.#used(interaction)));
    client.on(Events.ThreadDelete, ({ guildId, id }) => this.#gone(guildId, id));
    client.on(Events.ChannelDelete, (channel) => this.#channelGone(channel));
    client.on(Events.GuildDelete, ({ channels }) => channels.cache.forEach((channel) => this.#channelGone(channel)));
    client.on(Events.ShardReady, () => this.#try(this.#begin()));
  }

  /** Hears what was said while nobody listened. */
  async catchUp(threads: readonly RecentThread[], since: number): Promise<void> {
    for await (const message of this.#catchUp.missedIn(threads, since)) await this.#hear(message);
  }

  async #hear(message: Message): Promise<void> {
    this.#catchUp.saw(message);
    const heard = hearMessage(message, this.#replies);
    if (heard === undefined) return;
    await this.#deliver(heard.incoming, heard.reply);
  }

  async #deliver(incoming: Incoming, reply: Reply): ReturnType<Deliver> {
    const took = await this.#deliverTo(incoming, reply);
    if (took === "accepted") this.#catchUp.follow(addressOf(incoming.id));
    return took;
  }

  async #edited(before: Message | PartialMessage, after: Message | PartialMessage): Promise<void> {
    const known = before.partial ? undefined : before;
    const notice = hearEdit(known, after.partial ? await after.fetch() : after);
    if (notice !== undefined) await this.#listener.notice(notice);
  }

  /** Whatever is not for this bot's commands is left unacknowledged: it is not its own. */
  async #used(interaction: Interaction): Promise<void> {
    if (interaction.isChatInputCommand()) await useCommand(interaction, this.#replies, this.#listener);
    else if (interaction.isButton()) await press(interaction, this.#listener);
    else if (interaction.isModalSubmit() && interaction.customId === codeForm) {
      await sendCode(interaction, this.#replies, this.#listener);
    }
  }

  /** A session that is not the first one knows nothing of what was said between them. */
  async #begin(): Promise<void> {
    if (this.#sessions++ === 0) return;
    for await (const message of this.#catchUp.missed()) await this.#hear(message);
  }

  #channelGone(channel: Channel): void {
    if (channel.isDMBased()) return;
    if (channel.isThread()) this.#gone(channel.guildId, channel.id);
    else if ("threads" in channel) channel.threads.cache.forEach(({ guildId, id }) => this.#gone(guildId, id));
  }

  #gone(guild: string, thread: string): void {
    this.#notice({ kind: "thread-gone", thread: threadOf({ guild, thread }) });
  }

  #notice(notice: Notice): void {
    this.#try(this.#listener.notice(notice));
  }

  /** What one event does wrong is not the next one's fault. */
  #try(hearing: Promise<void>): void {
    hearing.catch((error: unknown) => this.#log.warn(`discord: an event could not be taken: ${String(error)}`));
  }
}
