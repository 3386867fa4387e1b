import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cellId } from "../../../src/core/ids.ts";
import type { TurnEvent } from "../../../src/core/turn.ts";
import { MemoryBlobs } from "../../fakes/memory-blobs.ts";
import { encodedPng } from "../chat/small-png.ts";
import { adapterOn, answerWith, ended, fold, Listening, meeting } from "./discord-bench.ts";

const prose = (text: string): TurnEvent => ({ kind: "prose", text });

async function figures(blobs: MemoryBlobs, ...shades: readonly number[]): Promise<readonly TurnEvent[]> {
  const printed: TurnEvent[] = [];
  for (const shade of shades) {
    const bytes = await encodedPng(shade);
    const picture = {
      hash: await blobs.put(bytes),
      mime: "image/png",
      width: 4,
      height: 4,
      bytes: bytes.length,
    } as const;
    const output = {
      kind: "display",
      result: false,
      shown: { picture: { ...picture, alt: `shade ${shade}` } },
    } as const;
    printed.push({ kind: "cell-printed", cell: cellId("1"), output });
  }
  const closed = { kind: "cell-closed", cell: cellId("1"), end: { outcome: "ok", kept: true, generation: 1 } } as const;
  return [{ kind: "cell-opened", cell: cellId("1"), code: "draw()" }, ...printed, closed];
}

describe("the bot on Discord, answering", () => {
  it("shows figures as pictures in the order of their cells, between the texts around them", async (t) => {
    const { discord, ada, listening, blobs } = await meeting(t);
    await ada.says(discord.general.id, `${discord.mention} draw`);
    const cell = await figures(blobs, 10, 20, 30);
    await answerWith(await listening.heard(), prose("Before."), ...cell, prose("After."));
    const answers = discord.answers();
    assert.deepEqual(
      answers.map(({ content, attachments: [file] }) => file?.name ?? content),
      ["Before.\n```python\ndraw()\n```", "figure-1.png", "figure-2.png", "figure-3.png", "After."],
    );
    assert.deepEqual(
      answers.map(({ attachments: [file] }) => file?.description),
      [undefined, "shade 10", "shade 20", "shade 30", undefined],
    );
    const [, first] = answers;
    assert.deepEqual(first?.attachments[0]?.bytes, new Uint8Array(await encodedPng(10)));
  });

  it("posts once what Discord took without its answer coming back, as it should read at last", async (t) => {
    const { discord, ada, listening, blobs } = await meeting(t);
    discord.faults.plan(/^POST .*\/messages$/, { kind: "lost-answer" }, 2);
    discord.faults.plan(/^POST .*\/threads$/, { kind: "lost-answer" });
    discord.faults.plan(/^PATCH/, { kind: "lost-request" });
    await ada.says(discord.general.id, `${discord.mention} draw`);
    await answerWith(
      await listening.heard(),
      prose("Bef"),
      prose("ore."),
      ...(await figures(blobs, 10)),
      prose("After."),
    );
    const shown = discord.answers().map(({ content, attachments: [file] }) => file?.name ?? content);
    assert.deepEqual(shown, ["Before.\n```python\ndraw()\n```", "figure-1.png", "After."]);
  });

  it("mends after a restart what it was in the middle of, where it stands", async (t) => {
    const first = await meeting(t);
    const { discord, ada, listening, store, blobs, clock } = first;
    await ada.says(discord.general.id, `${discord.mention} draw`);
    const { reply, incoming } = await listening.heard();
    reply.draw(fold(prose("It goes on and ")));
    await discord.changes.until("an answer", () => discord.answers().length === 1);
    discord.faults.plan(/^PATCH/, { kind: "lost-request" }, 100);
    await first.adapter[Symbol.asyncDispose]();
    discord.faults.clear();
    const { adapter } = await adapterOn(discord, { clock, store, blobs });
    t.after(() => adapter[Symbol.asyncDispose]());
    await adapter.start(new Listening());
    const again = await adapter.reopen(reply.ref, false);
    again.draw(fold(prose("It goes on and ends."), ended));
    assert.deepEqual(await again.settle(), { kind: "delivered" });
    assert.deepEqual(
      discord.answers().map(({ content }) => content),
      ["It goes on and ends."],
    );
    assert.equal(incoming.thread.endsWith(discord.answers()[0]?.channel ?? "?"), true);
  });

  it("finds after a long time what it had posted in vain, as the thing behind its other messages", async (t) => {
    let late = 0;
    const { discord, ada, listening } = await meeting(t, { clockShift: () => late });
    await ada.says(discord.general.id, `${discord.mention} draw`);
    const { reply } = await listening.heard();
    discord.faults.plan(/^POST .*\/messages$/, { kind: "lost-answer" });
    const lost = discord.changes.until("a lost answer", () => discord.answers().length === 1);
    reply.draw(fold(prose("Only once.")));
    await lost;
    late = 10 * 60_000;
    reply.draw(fold(prose("Only once."), ended));
    assert.deepEqual(await reply.settle(), { kind: "delivered" });
    assert.deepEqual(
      discord.answers().map(({ content }) => content),
      ["Only once."],
    );
  });

  it("never has to be told that it edits too fast, and its last words always stand", async (t) => {
    const { discord, ada, listening } = await meeting(t, { rateLimits: true, speed: 10 });
    await ada.says(discord.general.id, `${discord.mention} count`);
    const { reply } = await listening.heard();
    const written = () => discord.requests.filter(({ route }) => /^PATCH|\/messages$/.test(route)).length;
    const events: TurnEvent[] = [];
    for (let at = 0; at < 60; at++) {
      events.push(prose(`${at} `));
      reply.draw(fold(...events));
      const before = written();
      if (at % 10 === 9) await discord.changes.until("a post or an edit", () => written() > before);
    }
    reply.draw(fold(...events, ended));
    assert.deepEqual(await reply.settle(), { kind: "delivered" });
    assert.match(discord.answers()[0]?.content ?? "", /^0 1 2 .* 59$/);
    assert.deepEqual(
      discord.requests.filter(({ status }) => status === 429),
      [],
    );
    assert.ok(written() > 5 && written() < 20, `${written()} posts and edits`);
  });

  it("opens an archived thread before it edits in it", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    const said = await ada.says(discord.general.id, `${discord.mention} slow`);
    const { reply } = await listening.heard();
    reply.draw(fold(prose("One")));
    await discord.changes.until("an answer", () => discord.answers().length === 1);
    discord.archive(discord.world.channel(said.id));
    reply.draw(fold(prose("One and two."), ended));
    assert.deepEqual(await reply.settle(), { kind: "delivered" });
    assert.equal(discord.answers()[0]?.content, "One and two.");
    assert.equal(discord.world.channel(said.id).archived, false);
  });

  for (const [code, why] of [
    [50013, /Create Public Threads/],
    [160006, /as many as Discord allows/],
  ] as const) {
    it(`answers in the channel where no thread can be opened, and says why (${code})`, async (t) => {
      const { discord, ada, listening } = await meeting(t);
      if (code === 50013) discord.general.denied.add("CreatePublicThreads");
      else discord.faults.plan(/\/threads$/, { kind: "refused", status: 400, code });
      const said = await ada.says(discord.general.id, `${discord.mention} hello`);
      await answerWith(await listening.heard(), prose("Hello."));
      const [note, answer] = discord.answers();
      assert.match(note?.content ?? "", why);
      assert.equal(answer?.content, "Hello.");
      assert.deepEqual([note?.replyTo?.message, answer?.replyTo?.message], [said.id, said.id]);
      assert.deepEqual(note?.pings, []);
    });
  }

  it("answers in the channel where it may open a thread and not write in it, and names the right", async (t) => {
    const { discord, ada, listening, blobs } = await meeting(t);
    discord.general.denied.add("SendMessagesInThreads");
    const said = await ada.says(discord.general.id, `${discord.mention} draw`);
    await answerWith(await listening.heard(), prose("Look."), ...(await figures(blobs, 10)));
    const shown = discord.answers().filter(({ channel }) => channel === discord.general.id);
    const [note, ...answer] = shown.map(({ content, attachments: [file] }) => file?.name ?? content);
    assert.match(note ?? "", /Send Messages in Threads/);
    assert.deepEqual(answer, ["Look.\n```python\ndraw()\n```", "figure-1.png"]);
    for (const { replyTo } of shown) assert.equal(replyTo?.message, said.id);
  });

  it("gives up an answer whose message, thread or right is gone, and says what Discord said", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    const said = await ada.says(discord.general.id, `${discord.mention} one`);
    const { reply } = await listening.heard();
    reply.draw(fold(prose("One")));
    await discord.changes.until("an answer", () => discord.answers().length === 1);
    discord.removeChannel(discord.world.channel(said.id));
    reply.draw(fold(prose("One and two."), ended));
    const delivery = await reply.settle();
    assert.equal(delivery.kind, "undelivered");
    assert.match(delivery.kind === "undelivered" ? delivery.reason : "", /Unknown Channel/);
    discord.general.denied.add("SendMessages");
    await ada.says(ada.direct().id, "still there?");
    await answerWith(await listening.heard(2), prose("Yes."));
  });

  it("says in place of a figure that it lacks the right to attach files, and goes on", async (t) => {
    const { discord, ada, listening, blobs } = await meeting(t);
    discord.general.denied.add("AttachFiles");
    await ada.says(discord.general.id, `${discord.mention} draw`);
    await answerWith(await listening.heard(), ...(await figures(blobs, 10)), prose("The answer is 42."));
    assert.deepEqual(
      discord
        .answers()
        .map(({ content }) => content)
        .slice(1),
      ["▸ Figure 1 could not be shown: the right Attach Files is missing", "The answer is 42."],
    );
  });

  it("ends an answer that Discord never takes, in bounded time", async (t) => {
    const { discord, ada, listening } = await meeting(t, { speed: 5_000 });
    await ada.says(discord.general.id, `${discord.mention} draw`);
    const { reply } = await listening.heard();
    discord.faults.plan(/^POST .*\/messages$/, { kind: "refused", status: 500, code: 0 }, 100_000);
    reply.draw(fold(prose("x"), ended));
    assert.equal((await reply.settle()).kind, "undelivered");
    discord.faults.clear();
  });

  it("pings nobody and unfolds nothing, whatever a program prints", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    const evil = `@everyone @here ${ada.mention} <@&${discord.world.botRole}> https://evil.example \`\`\`\`\` out`;
    await ada.says(discord.general.id, `${discord.mention} hello`);
    const output = { kind: "stream", stream: "stdout", text: evil } as const;
    await answerWith(
      await listening.heard(),
      prose(evil),
      { kind: "cell-opened", cell: cellId("1"), code: evil },
      { kind: "cell-printed", cell: cellId("1"), output },
    );
    for (const { content, pings, flags } of discord.answers()) {
      assert.deepEqual(pings, []);
      assert.equal(flags & 4, 4);
      // Every fence that opens is closed, at the beginning of a line.
      assert.equal((content.match(/^```/gm) ?? []).length, (content.match(/```/g) ?? []).length, content);
    }
  });

  it("whispers in the thread, where Discord has no other way", async (t) => {
    const { discord, ada, listening } = await meeting(t);
    await ada.says(discord.general.id, `${discord.mention} hello`);
    const { reply } = await listening.heard();
    await reply.whisper("only for you");
    assert.deepEqual(
      discord.answers().map(({ content }) => content),
      ["▸ only for you"],
    );
  });
});
