import type { TestContext } from "node:test";
import { Client, Events, GatewayIntentBits, Partials } from "discord.js";
import { type DiscordOptions, FakeDiscord } from "./fake-discord.ts";

export interface Pair {
  readonly discord: FakeDiscord;
  readonly client: Client<true>;
}

/** The simulator, and the real client connected to it, until the test is over. */
export async function connected(t: TestContext, options: DiscordOptions = {}, messageContent = true): Promise<Pair> {
  const discord = await FakeDiscord.open(options);
  const client = clientOf(discord, messageContent);
  t.after(async () => {
    await client.destroy();
    await discord.close();
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  return { discord, client: await ready };
}

export function clientOf(discord: FakeDiscord, messageContent = true): Client {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  return new Client({
    intents: [Guilds, GuildMessages, DirectMessages, ...(messageContent ? [MessageContent] : [])],
    partials: [Partials.Channel, Partials.Message],
    allowedMentions: { parse: [], repliedUser: false },
    rest: { api: discord.url, version: "10" },
  });
}
