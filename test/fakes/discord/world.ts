import { Changes } from "./changes.ts";
import type { Channel, Message, User } from "./entities.ts";
import { Judge } from "./judge.ts";
import { refuse } from "./rest/refusal.ts";
import { allRights } from "./rights.ts";
import { Snowflakes } from "./snowflake.ts";

export interface WorldOptions {
  readonly now?: () => number;
  /** Whether "Message Content Intent" is switched on in the developer portal. */
  readonly messageContent?: boolean;
  /** What the bot's role may do; everything by default. */
  readonly granted?: bigint;
  readonly attachmentLimitBytes?: number;
  /** Whether the server has let the bot in; it has by default. */
  readonly letIn?: boolean;
}

/** All that Discord keeps: one server with its people, channels and messages. */
export class World {
  readonly changes = new Changes();
  readonly judge = new Judge();
  readonly now: () => number;
  readonly messageContent: boolean;
  readonly granted: bigint;
  readonly attachmentLimitBytes: number;
  readonly users = new Map<string, User>();
  readonly channels = new Map<string, Channel>();
  /** Whether the bot is a member of the server. */
  letIn: boolean;
  readonly bot: User;
  readonly owner: User;
  readonly guild: string;
  /** The role that the server made for the bot; people sometimes mention it in place of the bot. */
  readonly botRole: string;
  /** The role of those who look after the server. */
  readonly moderatorRole: string;
  /** Where attachments are fetched from. */
  base = "";
  readonly #ids: Snowflakes;
  readonly #messages = new Map<string, Map<string, Message>>();

  constructor({
    now = Date.now,
    messageContent = true,
    granted = allRights,
    attachmentLimitBytes,
    letIn,
  }: WorldOptions) {
    this.now = now;
    this.messageContent = messageContent;
    this.granted = granted;
    this.attachmentLimitBytes = attachmentLimitBytes ?? 10 * 2 ** 20;
    this.letIn = letIn ?? true;
    this.#ids = new Snowflakes(now);
    this.guild = this.id();
    this.botRole = this.id();
    this.moderatorRole = this.id();
    this.bot = this.addUser({ name: "threadbook", bot: true });
    this.owner = this.addUser({ name: "Olga", moderator: true });
  }

  id(): string {
    return this.#ids.next();
  }

  addUser(user: Pick<User, "name"> & Partial<User>): User {
    const username = user.name.toLowerCase().replaceAll(/[^a-z0-9_.]/g, "_");
    const made = { id: this.id(), username, bot: false, moderator: false, locale: "en-US", ...user };
    this.users.set(made.id, made);
    return made;
  }

  addChannel(channel: Pick<Channel, "kind" | "name"> & Partial<Channel>): Channel {
    const fresh = { archived: false, locked: false, denied: new Set<never>(), createdAt: this.now() };
    const made: Channel = { id: this.id(), owner: this.owner.id, ...fresh, ...channel };
    this.channels.set(made.id, made);
    this.#messages.set(made.id, new Map());
    return made;
  }

  removeChannel(id: string): void {
    this.channels.delete(id);
    this.#messages.delete(id);
  }

  channel(id: string): Channel {
    return this.channels.get(id) ?? refuse(404, 10003, "Unknown Channel");
  }

  /** Oldest first. */
  messages(channel: string): readonly Message[] {
    return [...(this.#messages.get(channel)?.values() ?? [])];
  }

  /** Ephemeral messages are nobody's to fetch by the channel. */
  message(channel: string, id: string): Message {
    const message = this.#messages.get(this.channel(channel).id)?.get(id);
    return message === undefined || message.onlyFor !== undefined ? refuse(404, 10008, "Unknown Message") : message;
  }

  keep(message: Message): void {
    this.#messages.get(message.channel)?.set(message.id, message);
  }

  forget(message: Message): void {
    this.#messages.get(message.channel)?.delete(message.id);
  }
}
