import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, it } from "node:test";
import { ChannelType, DiscordAPIError, Events, type Message, MessageFlags, type TextChannel } from "discord.js";
import sharp from "sharp";
import { connected, type Pair } from "./real-client.ts";

function general({ discord, client }: Pair): TextChannel {
  const channel = client.channels.cache.get(discord.general.id);
  assert.ok(channel?.type === ChannelType.GuildText);
  return channel;
}

async function heard({ client }: Pair, event: Events.MessageCreate | Events.MessageUpdate = Events.MessageCreate) {
  const [message] = (await once(client, event)) as [Message];
  return message;
}

const refused = (code: number) => (error: unknown) => error instanceof DiscordAPIError && error.code === code;

describe("the simulated Discord, its messages", () => {
  it("brings what people say, with their files and the rights of the bot", async (t) => {
    const pair = await connected(t);
    const next = heard(pair);
    const bytes = Buffer.from("a,b\n1,2\n");
    const ada = pair.discord.person("Ada");
    await ada.says(pair.discord.general.id, `${pair.discord.mention} look`, [
      { name: "d.csv", mime: "text/csv", bytes },
    ]);
    const message = await next;
    assert.equal(message.mentions.has(pair.client.user), true);
    const url = message.attachments.first()?.url ?? "";
    assert.equal(await (await fetch(url)).text(), "a,b\n1,2\n");
    assert.equal(general(pair).permissionsFor(pair.client.user)?.has("SendMessages"), true);
  });

  it("takes posts, edits and deletes, and keeps what an edit passes of the files", async (t) => {
    const pair = await connected(t);
    const png = await sharp({ create: { width: 4, height: 3, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    const file = { attachment: png, name: "figure-1.png", description: "a red one" };
    const sent = await general(pair).send({
      content: "one @everyone",
      files: [file],
      flags: MessageFlags.SuppressEmbeds,
    });
    const [shown] = pair.discord.answers();
    assert.deepEqual(shown?.pings, []);
    assert.deepEqual(shown?.attachments[0]?.size, { width: 4, height: 3 });
    assert.equal(shown?.attachments[0]?.description, "a red one");
    await sent.edit("two");
    assert.equal(shown?.attachments.length, 1);
    await sent.edit({ files: [{ attachment: png, name: "figure-2.png" }] });
    assert.deepEqual(
      shown?.attachments.map(({ name }) => name),
      ["figure-2.png"],
    );
    await sent.delete();
    assert.deepEqual(pair.discord.answers(), []);
  });

  it("makes one message of two posts with one nonce, until it forgets the nonce", async (t) => {
    let now = Date.now();
    const pair = await connected(t, { now: () => now });
    const body = { content: "once", nonce: "n1", enforceNonce: true };
    const one = await general(pair).send(body);
    assert.equal((await general(pair).send(body)).id, one.id);
    now += 10 * 60_000;
    assert.notEqual((await general(pair).send(body)).id, one.id);
  });

  it("refuses what is too long, empty, foreign, gone or without right", async (t) => {
    const pair = await connected(t, { attachmentLimitBytes: 10 });
    const channel = general(pair);
    await assert.rejects(channel.send("x".repeat(2001)), refused(50035));
    await assert.rejects(channel.send({ content: "" }), refused(50006));
    await assert.rejects(channel.send({ files: [{ attachment: Buffer.alloc(11), name: "f" }] }), refused(40005));
    const theirs = await pair.discord.person("Ada").says(channel.id, "mine");
    await assert.rejects(channel.messages.edit(theirs.id, "yours"), refused(50005));
    await assert.rejects(channel.messages.edit("17", "gone"), refused(10008));
    pair.discord.general.denied.add("SendMessages");
    await assert.rejects(channel.send("no right"), refused(50013));
    pair.discord.general.denied.add("ViewChannel");
    await assert.rejects(channel.send("no sight"), refused(50001));
  });

  it("opens threads from messages, archives them, and lets nobody edit in them then", async (t) => {
    const pair = await connected(t);
    const next = heard(pair);
    await pair.discord.person("Ada").says(pair.discord.general.id, "start");
    const message = await next;
    const thread = await message.startThread({ name: "A thread" });
    assert.equal(thread.id, message.id);
    await assert.rejects(general(pair).threads.create({ name: "again", startMessage: message }), refused(160004));
    const answer = await thread.send("in it");
    const [opened] = [...pair.discord.world.channels.values()].filter(({ kind }) => kind === "thread");
    assert.ok(opened);
    const archived = once(pair.client, Events.ThreadUpdate);
    pair.discord.archive(opened);
    await archived;
    assert.equal(thread.archived, true);
    await assert.rejects(answer.edit("late"), refused(50083));
    await thread.setArchived(false);
    await answer.edit("in time");
    assert.equal((await thread.messages.fetch({ limit: 1 })).first()?.content, "in time");
    assert.equal((await thread.fetchStarterMessage())?.content, "start");
  });

  it("has forum posts whose first message has the id of the post, and direct messages", async (t) => {
    const pair = await connected(t);
    const ada = pair.discord.person("Ada");
    const opening = heard(pair);
    const post = await ada.opensPost(pair.discord.forum.id, "Help", "the opening");
    assert.equal((await opening).id, post.id);
    assert.equal((await opening).channel.isThread(), true);
    const direct = heard(pair);
    await ada.says(ada.direct().id, "psst");
    const whisper = await direct;
    assert.equal(whisper.content, "psst");
    assert.equal(whisper.channel.isDMBased(), true);
    assert.ok(whisper.channel.isSendable());
    await whisper.channel.sendTyping();
    await whisper.react("👀");
    assert.deepEqual([...pair.discord.messages(ada.direct().id)[0]!.reactions.keys()], ["👀"]);
  });

  it("shows everything as plain data and tells who watches of every change", async (t) => {
    const pair = await connected(t);
    const kinds: string[] = [];
    pair.discord.changes.subscribe(({ kind }) => kinds.push(kind));
    const message = await general(pair).send("hello");
    await message.edit("hello you");
    const [channel] = pair.discord.snapshot();
    const [seen] = channel?.messages ?? [];
    assert.deepEqual([seen?.author, seen?.content, seen?.edited], ["threadbook", "hello you", true]);
    assert.ok(kinds.includes("posted") && kinds.includes("edited"));
    assert.doesNotThrow(() => JSON.stringify(pair.discord.snapshot()));
  });

  it("fails the test in which somebody broke Discord's schemas", async (t) => {
    const pair = await connected(t);
    await assert.rejects(general(pair).send({ content: "x", nonce: "n".repeat(26) }), refused(50035));
    assert.match(pair.discord.violations().join(), /nonce/);
  });
});
