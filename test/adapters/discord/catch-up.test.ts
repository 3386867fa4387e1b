import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import type { Incoming } from "../../../src/core/adapter.ts";
import { adapterOn, answerWith, Listening, type Meeting, meeting } from "./discord-bench.ts";

const answer = { kind: "prose", text: "So." } as const;

/** The bot's next life, which knows of these messages from its last. */
async function nextLife(t: TestContext, met: Meeting, since: number, ...known: readonly Incoming[]) {
  await met.adapter[Symbol.asyncDispose]();
  const { adapter, warnings } = await adapterOn(met.discord, met);
  t.after(() => adapter[Symbol.asyncDispose]());
  const listening = new Listening();
  await adapter.start(listening);
  const recent = known.map(({ thread, id, at }) => ({ thread, platform: "discord", first: id, at }));
  return { listening, warnings, caughtUp: () => adapter.catchUp(recent, since) };
}

function texts({ messages }: Listening): readonly string[] {
  return messages.map(({ incoming }) => incoming.text);
}

describe("the bot on Discord, after a session that is lost", { timeout: 60_000 }, () => {
  it("hears the first thing that was said in the threads that a mention and /ask opened", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    ada.uses(discord.general.id, "ask", { question: "how?" });
    await answerWith(await listening.heard(), answer);
    const [question] = discord.messages(discord.general.id);
    const said = await ada.says(discord.general.id, `${discord.mention} one`);
    await answerWith(await listening.heard(2), answer);
    discord.gateway.invalidate();
    await ada.says(question?.id ?? "", "lost behind /ask");
    await ada.says(said.id, "lost behind a mention");
    await listening.heard(4);
    assert.deepEqual(texts(listening).slice(2).toSorted(), ["lost behind /ask", "lost behind a mention"]);
  });

  it("hears what was said in a thread that only its last life heard something in", async (t) => {
    const met = await meeting(t);
    const { discord, ada } = met;
    const said = await ada.says(discord.general.id, `${discord.mention} one`);
    const heard = await met.listening.heard();
    await answerWith(heard, answer);
    const { listening, caughtUp } = await nextLife(t, met, met.clock.now(), heard.incoming);
    await caughtUp();
    discord.gateway.invalidate();
    await ada.says(said.id, "lost to the gateway");
    const { incoming } = await listening.heard();
    assert.equal(incoming.text, "lost to the gateway");
  });
});

describe("the bot on Discord, after a start", { timeout: 60_000 }, () => {
  it("finds what was said behind more than Discord gives at once, and says where it stopped reading", async (t) => {
    const met = await meeting(t);
    const { discord, ada } = met;
    const since = met.clock.now() - 60_000;
    const { id } = discord.general;
    await ada.says(id, `${discord.mention} one`);
    const { incoming } = await met.listening.heard();
    for (let n = 0; n < 230; n++) await ada.says(id, `chatter ${n}`);
    await ada.says(id, `${discord.mention} the one that matters`);
    const second = await nextLife(t, met, since, incoming);
    await second.caughtUp();
    assert.deepEqual(texts(second.listening), ["one", "the one that matters"]);
    assert.deepEqual(second.warnings, []);
    for (let n = 0; n < 1_000; n++) await ada.says(id, `more chatter ${n}`);
    const third = await nextLife(t, met, since, incoming);
    await third.caughtUp();
    assert.match(third.warnings.join("\n"), new RegExp(`^discord: in ${id} more was said meanwhile than the 1000`));
  });

  it("finds a mention where it was not spoken to before, and reads nothing where nothing was said", async (t) => {
    const met = await meeting(t);
    const { discord, ada } = met;
    const quiet = discord.world.addChannel({ kind: "text", name: "quiet" });
    await ada.says(quiet.id, `${discord.mention} long ago`);
    await met.listening.heard();
    const busy = discord.world.addChannel({ kind: "text", name: "busy" });
    const closed = discord.world.addChannel({ kind: "text", name: "closed", denied: new Set(["ViewChannel"]) });
    const since = met.clock.now() + 1;
    await met.clock.wait(1_000, new AbortController().signal);
    for (const { id } of [busy, closed]) await ada.says(id, "chatter");
    await ada.says(busy.id, `${discord.mention} while away`);
    const { listening, caughtUp } = await nextLife(t, met, since);
    const before = discord.requests.length;
    await caughtUp();
    assert.deepEqual(texts(listening), ["while away"]);
    assert.deepEqual(
      discord.requests.slice(before).map(({ route }) => route),
      [`GET /channels/${busy.id}/messages`],
    );
  });
});
