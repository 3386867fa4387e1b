import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { threadId } from "../../../src/core/ids.ts";
import { typedCode } from "../../../src/core/model/reader/read-all.ts";
import { answerWith, fold, meeting } from "./discord-bench.ts";

const csv = { name: "data.csv", mime: "text/csv", bytes: Buffer.from("a,b\n1,2\n") };

async function textOf(file: { open(): Promise<AsyncIterable<Uint8Array>> }): Promise<string> {
  return Buffer.concat(await Array.fromAsync(await file.open())).toString();
}

describe("the bot on Discord, hearing", () => {
  it("takes a mention in a channel as the beginning of a thread, with its files, and says who asks", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    const said = await ada.says(discord.general.id, `${discord.mention} plot this`, [csv]);
    const { incoming } = await listening.heard();
    assert.equal(incoming.kind === "asked" && incoming.text, "plot this");
    assert.equal(incoming.thread, threadId("discord", discord.world.guild, said.id));
    assert.equal(incoming.person.name, "Ada");
    assert.equal(incoming.at, said.at);
    assert.ok(incoming.kind === "asked" && incoming.addressed);
    const [file] = incoming.files;
    assert.equal(file?.name, "data.csv");
    assert.equal(file && (await textOf(file)), "a,b\n1,2\n");
  });

  it("shows that it types before it answers, in the channel and then in the thread it opened and named", async (t) => {
    const { discord, ada, listening } = await meeting(t, { speed: 200 });
    const said = await ada.says(discord.general.id, `${discord.mention} **plot** sin(x) for @everyone`);
    const { reply } = await listening.heard();
    reply.draw(fold());
    await discord.changes.until("typing", () => discord.requests.some(({ route }) => route.endsWith("/typing")));
    assert.deepEqual(discord.answers(), []);
    reply.draw(fold({ kind: "prose", text: "Here it comes.\n" }));
    const typed = () => discord.requests.filter(({ route }) => route === `POST /channels/${said.id}/typing`).length;
    await discord.changes.until("typing in the thread", () => typed() > 1);
    await answerWith(
      { incoming: (await listening.heard()).incoming, reply },
      { kind: "prose", text: "Here it comes.\n" },
    );
    const after = discord.requests.length;
    const thread = discord.snapshot().find(({ kind }) => kind === "thread");
    assert.equal(thread?.name, "plot sin(x) for everyone");
    assert.deepEqual(
      thread?.messages.map(({ content }) => content),
      ["Here it comes."],
    );
    assert.equal(
      discord.requests.slice(after).some(({ route }) => route.endsWith("/typing")),
      false,
    );
  });

  it("takes code from a block of one line, and names the thread of a command after it", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    await ada.says(discord.general.id, `${discord.mention} !run \`\`\`print(1)\`\`\``);
    assert.equal(typedCode((await listening.heard()).incoming.text), "print(1)");
    await ada.says(discord.general.id, `${discord.mention} !tour`);
    await answerWith(await listening.heard(2), { kind: "prose", text: "Welcome." });
    assert.equal(discord.snapshot().find(({ kind }) => kind === "thread")?.name, "!tour");
  });

  it("knows nobody by a name that would turn a line of its own around", async (t) => {
    const { discord, listening } = await meeting(t);
    await discord.person("Eve\u202e").says(discord.general.id, `${discord.mention} hello`);
    assert.equal((await listening.heard()).incoming.person.name, "Eve");
  });

  it("answers once what Discord tells twice, before and after a lost connection", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    await ada.says(discord.general.id, `${discord.mention} once`);
    discord.gateway.repeat();
    await listening.heard();
    discord.gateway.drop();
    await ada.says(discord.general.id, `${discord.mention} while you were away`);
    await discord.changes.until("a resume", () => discord.gateway.resumed > 0);
    await listening.heard(2);
    discord.gateway.repeat();
    await ada.says(discord.general.id, `${discord.mention} last`);
    await listening.heard(3);
    const texts = listening.messages.map(({ incoming }) => incoming.text);
    assert.deepEqual(texts, ["once", "while you were away", "last"]);
    assert.equal(discord.gateway.identified, 1);
  });

  it("takes its role's mention for its own, and leaves alone what is not meant for it", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    const { general, world } = discord;
    const robot = discord.person("Robot", { bot: true });
    await ada.says(general.id, "no mention");
    await ada.says(general.id, "@everyone look");
    await robot.says(general.id, `${discord.mention} I am a bot`);
    await ada.says(general.id, `<@&${world.botRole}> by role, ask ${robot.mention}`);
    const { incoming } = await listening.heard();
    assert.equal(incoming.text, "by role, ask @robot");
    assert.equal(listening.messages.length, 1);
  });

  it("hears every message in threads, addressed or not, and in direct messages", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    const thread = ada.opensThread(discord.general.id, "talk");
    await ada.says(thread.id, "and now?");
    await ada.says(thread.id, `${discord.mention} !run 1+1`);
    await ada.says(ada.direct().id, "psst");
    await listening.heard(3);
    const seen = listening.messages.map(({ incoming }) => [
      incoming.thread,
      incoming.addressed,
      incoming.kind,
      incoming.text,
    ]);
    const inThread = threadId("discord", discord.world.guild, thread.id);
    const direct = threadId("discord", "@me", ada.direct().id);
    assert.deepEqual(seen, [
      [inThread, false, "asked", "and now?"],
      [inThread, true, "commanded", "1+1"],
      [direct, true, "asked", "psst"],
    ]);
  });

  it("tells a moderator and a person's language by the server", async (t) => {
    const { discord, listening } = await meeting(t);
    const olga = discord.person("Olga", { moderator: true });
    await olga.says(discord.general.id, `${discord.mention} hi`);
    const { incoming } = await listening.heard();
    assert.equal(incoming.person.standing, "moderator");
    assert.equal(incoming.person.language, "en");
  });

  it("notices what was written anew, taken away and pressed, and threads that are gone", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    const said = await ada.says(discord.general.id, `${discord.mention} one`);
    const heard = await listening.heard();
    const { id, thread, person } = heard.incoming;
    await answerWith(heard, { kind: "prose", text: "ok" });
    ada.edits(said, `${discord.mention} two`);
    assert.deepEqual(await listening.noticed(1), { kind: "edited", of: id, by: person.id, text: "two" });
    ada.deletes(said);
    assert.deepEqual(await listening.noticed(2), { kind: "deleted", of: id, by: person.id });
    const channel = discord.world.channel(said.id);
    discord.removeChannel(channel);
    assert.deepEqual(await listening.noticed(3), { kind: "thread-gone", thread });
    const post = await ada.opensPost(discord.forum.id, "Help", "opening");
    await listening.heard(2);
    discord.removeChannel(discord.forum);
    const gone = { kind: "thread-gone", thread: threadId("discord", discord.world.guild, post.id) };
    assert.deepEqual(await listening.noticed(4), gone);
    assert.equal(listening.notices.length, 4);
  });

  it("notices messages that a moderator clears away all at once", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    const { id: general } = discord.general;
    const said = [await ada.says(general, `${discord.mention} one`), await ada.says(general, `${discord.mention} two`)];
    await listening.heard(2);
    discord.person("Olga", { moderator: true }).purges(general, said);
    const [first, second] = [await listening.noticed(1), await listening.noticed(2)];
    const ids = listening.messages.map(({ incoming }) => incoming.id);
    assert.deepEqual(
      [first, second].map((notice) => notice.kind === "deleted" && notice.of),
      ids,
    );
  });

  it("catches up what was said between two sessions where it was spoken to, over lost answers", {
    timeout: 20_000,
  }, async (t) => {
    const { discord, ada, listening } = await meeting(t);
    await ada.says(ada.direct().id, "one");
    await listening.heard();
    discord.faults.plan(/^GET .*\/messages/, { kind: "lost-answer" }, 2);
    discord.gateway.invalidate();
    await ada.says(ada.direct().id, "lost to the gateway");
    const { incoming } = await listening.heard(2);
    assert.equal(incoming.text, "lost to the gateway");
    assert.equal(discord.gateway.identified, 2);
  });
});

describe("the bot on Discord, listening back", () => {
  it("brings a forum post's opening and its file, with who said what", async (t) => {
    const { discord, adapter, ada, listening } = await meeting(t);
    const post = await ada.opensPost(discord.forum.id, "Help", "what is in this?", [csv]);
    await discord.person("Bob").says(post.id, "I wonder too");
    await ada.says(post.id, `${discord.mention} look`);
    const { incoming } = await listening.heard(3);
    assert.ok(incoming.addressed);
    const earlier = await adapter.history(incoming.thread, incoming.id, 40);
    assert.deepEqual(
      earlier.map(({ person, text }) => [person.name, text]),
      [
        ["Ada", "what is in this?"],
        ["Bob", "I wonder too"],
      ],
    );
    assert.equal(await textOf(earlier[0]!.files[0]!), "a,b\n1,2\n");
    const newest = await adapter.history(incoming.thread, incoming.id, 1);
    assert.deepEqual(
      newest.map(({ text }) => text),
      ["what is in this?"],
    );
  });

  it("brings the message that a thread grew out of, and what a question in a channel answers, without its own words", async (t) => {
    const { discord, adapter, ada, listening } = await meeting(t);
    const start = await ada.says(discord.general.id, "the start");
    const thread = ada.opensThread(discord.general.id, "talk", start);
    await ada.says(thread.id, `${discord.mention} first`);
    const first = await listening.heard();
    await answerWith(first, { kind: "prose", text: "my words" });
    await ada.says(thread.id, `${discord.mention} second`);
    const { incoming } = await listening.heard(2);
    const earlier = await adapter.history(incoming.thread, incoming.id, 40);
    assert.deepEqual(
      earlier.map(({ text }) => text),
      ["the start", "first"],
    );
    await ada.repliesTo(start, `${discord.mention} explain that`);
    const third = await listening.heard(3);
    const quoted = await adapter.history(third.incoming.thread, third.incoming.id, 40);
    assert.deepEqual(
      quoted.map(({ text }) => text),
      ["the start"],
    );
  });
});
