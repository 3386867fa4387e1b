import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Changes } from "./changes.ts";
import type { Channel, Message, User } from "./entities.ts";
import { Gateway } from "./gateway/gateway.ts";
import { type Interaction, Interactions } from "./interactions.ts";
import { Person } from "./person.ts";
import { Posting } from "./posting.ts";
import type { Faults } from "./rest/faults.ts";
import type { Site } from "./rest/route.ts";
import { type Logged, Rest } from "./rest/server.ts";
import { type SeenChannel, snapshot } from "./snapshot.ts";
import { guildWire } from "./wire/guild.ts";
import { World, type WorldOptions } from "./world.ts";

export interface DiscordOptions extends WorldOptions {
  readonly rateLimits?: boolean;
}

/** Discord on a loopback port: one server with a channel, a forum and people, for the real client. */
export class FakeDiscord {
  readonly token = "MTIz.fake.token";
  readonly world: World;
  readonly gateway: Gateway;
  readonly general: Channel;
  readonly forum: Channel;
  readonly #site: Site;
  readonly #rest: Rest;
  readonly #server: Server;

  private constructor({ rateLimits = false, ...options }: DiscordOptions) {
    this.world = new World(options);
    this.gateway = new Gateway(this.world, this.token);
    const posting = new Posting(this.world, this.gateway);
    this.#site = { world: this.world, posting, interactions: new Interactions(this.world, this.gateway) };
    this.#rest = new Rest(this.#site, this.token);
    this.#rest.rateLimits = rateLimits;
    this.general = this.world.addChannel({ kind: "text", name: "general" });
    this.forum = this.world.addChannel({ kind: "forum", name: "questions" });
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  static async open(options: DiscordOptions = {}): Promise<FakeDiscord> {
    const discord = new FakeDiscord(options);
    discord.gateway.attach(discord.#server);
    await new Promise<void>((resolve) => discord.#server.listen(0, "127.0.0.1", resolve));
    const { port } = discord.#server.address() as AddressInfo;
    discord.world.base = `http://127.0.0.1:${port}`;
    return discord;
  }

  /** What `DISCORD_API_URL` is set to. */
  get url(): string {
    return `${this.world.base}/api`;
  }

  /** How people mention the bot. */
  get mention(): string {
    return `<@${this.world.bot.id}>`;
  }

  get changes(): Changes {
    return this.world.changes;
  }

  get faults(): Faults {
    return this.#rest.faults;
  }

  /** Every request that was answered, oldest first. */
  get requests(): readonly Logged[] {
    return this.#rest.log;
  }

  get interactions(): readonly Interaction[] {
    return this.#site.interactions.all();
  }

  get commandNames(): readonly string[] {
    return this.#site.interactions.commands.map(({ name }) => name);
  }

  person(name: string, traits: Partial<Omit<User, "id" | "name">> = {}): Person {
    return new Person(this.#site, this.world.addUser({ name, ...traits }));
  }

  /** What is in a channel, oldest first. */
  messages(channel: string): readonly Message[] {
    return this.world.messages(channel);
  }

  /** What the bot posted, in the order of its posts. */
  answers(): readonly Message[] {
    const all = [...this.world.channels.keys()].flatMap((channel) => this.world.messages(channel));
    return all
      .filter(({ author }) => author === this.world.bot)
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  }

  snapshot(): readonly SeenChannel[] {
    return snapshot(this.world);
  }

  archive(thread: Channel): void {
    this.#site.posting.archive(thread, true);
  }

  removeChannel(channel: Channel): void {
    this.#site.posting.removeChannel(channel);
  }

  /** Somebody opens the invitation and lets the bot in. */
  letBotIn(): void {
    this.world.letIn = true;
    this.gateway.dispatch("GUILD_CREATE", guildWire(this.world));
  }

  /** Somebody throws the bot out of the server. */
  removeBot(): void {
    this.world.letIn = false;
    this.gateway.dispatch("GUILD_DELETE", { id: this.world.guild });
  }

  /** What was said that is not as Discord has it; asking forgives it. */
  violations(): readonly string[] {
    return this.world.judge.take();
  }

  /** @throws when anything said on the wire, by either side, was not as Discord has it */
  async close(): Promise<void> {
    this.gateway.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    assert.deepEqual(this.violations(), []);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.world.base);
    const [, kind, channel = "", id] = url.pathname.split("/");
    if (kind !== "attachments") return this.#rest.handle(request, response, url);
    const message = this.world.messages(channel).find(({ attachments }) => attachments.some((one) => one.id === id));
    const file = message?.attachments.find((one) => one.id === id);
    response.writeHead(file === undefined ? 404 : 200, { "content-type": file?.mime ?? "text/plain" });
    response.end(file?.bytes);
  }
}
