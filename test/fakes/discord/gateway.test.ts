import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, it } from "node:test";
import { type Client, Events, GatewayDispatchEvents, type Message } from "discord.js";
import { FakeDiscord } from "./fake-discord.ts";
import { clientOf, connected } from "./real-client.ts";

/** Collects what is said until there are `count` of it. */
function gather(client: Client, count: number): Promise<readonly Message[]> {
  const heard: Message[] = [];
  return new Promise((resolve) => {
    client.on(Events.MessageCreate, (message) => {
      heard.push(message);
      if (heard.length === count) resolve(heard);
    });
  });
}

describe("the simulated Discord, its gateway", () => {
  it("is resumed after a lost connection, with all that was said meanwhile", async (t) => {
    const pair = await connected(t);
    const heard = gather(pair.client, 1);
    pair.discord.gateway.drop();
    const ada = pair.discord.person("Ada");
    await ada.says(pair.discord.general.id, "while you were away");
    await pair.discord.changes.until("a resume", () => pair.discord.gateway.resumed === 1);
    assert.deepEqual((await heard)[0]?.content, "while you were away");
    assert.equal(pair.discord.gateway.identified, 1);
  });

  it("asks to reconnect, and the client resumes", async (t) => {
    const pair = await connected(t);
    pair.discord.gateway.reconnect();
    await pair.discord.changes.until("a resume", () => pair.discord.gateway.resumed === 1);
  });

  it("repeats an event", async (t) => {
    const pair = await connected(t);
    const packets: string[] = [];
    const twice = new Promise<void>((resolve) => {
      pair.client.ws.on(GatewayDispatchEvents.MessageCreate, ({ id }: { readonly id: string }) => {
        if (packets.push(id) === 2) resolve();
      });
    });
    const message = await pair.discord.person("Ada").says(pair.discord.general.id, "twice");
    pair.discord.gateway.repeat();
    await twice;
    assert.deepEqual(packets, [message.id, message.id]);
  });

  it("tells a client without the privileged intent only what is meant for it", async (t) => {
    const pair = await connected(t, { messageContent: false }, false);
    const { discord, client } = pair;
    const heard = gather(client, 3);
    const ada = discord.person("Ada");
    await ada.says(discord.general.id, "secret");
    await ada.says(discord.general.id, `${discord.mention} open`);
    await ada.says(ada.direct().id, "direct");
    assert.deepEqual(
      (await heard).map(({ content }) => content),
      ["", `${discord.mention} open`, "direct"],
    );
    const fetched = await client.channels.fetch(discord.general.id);
    assert.ok(fetched?.isTextBased());
    assert.equal((await fetched.messages.fetch({ limit: 2 })).last()?.content, "");
  });

  it("closes with 4014 when the intent is not switched on, and refuses a wrong token", async () => {
    const discord = await FakeDiscord.open({ messageContent: false });
    const client = clientOf(discord);
    await assert.rejects(client.login(discord.token), /disallowed intents/i);
    await client.destroy();
    const stranger = clientOf(discord);
    await assert.rejects(stranger.login("MTIz.wrong.token"), /invalid token/i);
    await stranger.destroy();
    await discord.close();
  });

  it("tells of threads, channels and servers that are gone", async (t) => {
    const pair = await connected(t);
    const ada = pair.discord.person("Ada");
    const post = await ada.opensPost(pair.discord.forum.id, "Help", "the opening");
    const thread = once(pair.client, Events.ThreadDelete);
    pair.discord.removeChannel(post);
    await thread;
    const channel = once(pair.client, Events.ChannelDelete);
    pair.discord.removeChannel(pair.discord.general);
    await channel;
    const guild = once(pair.client, Events.GuildDelete);
    pair.discord.removeBot();
    await guild;
  });
});
