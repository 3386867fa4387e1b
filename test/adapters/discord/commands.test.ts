import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cellId, threadId } from "../../../src/core/ids.ts";
import type { TurnEvent } from "../../../src/core/turn.ts";
import { adapterOn, answerWith, ended, fold, meeting } from "./discord-bench.ts";

const ran: readonly TurnEvent[] = [
  { kind: "cell-opened", cell: cellId("1"), code: "print(6*7)" },
  { kind: "cell-printed", cell: cellId("1"), output: { kind: "stream", stream: "stdout", text: "42\n" } },
  { kind: "cell-closed", cell: cellId("1"), end: { outcome: "ok", kept: true, generation: 1 } },
];
const cutOff: TurnEvent = { kind: "ended", ending: { why: "failed", code: "bot-restarted", facts: {} } };
const shown = "```python\nprint(6*7)\n```\n```\n42\n```";

// Acknowledgements have three seconds of the simulator's time.
const speed = 1;

describe("the bot's commands on Discord", () => {
  it("registers /run, /ask and /help, for one server where it is named", async (t) => {
    const { discord } = await meeting(t, { guildCommands: true });
    assert.deepEqual(discord.commandNames, ["run", "ask", "help"]);
    const [registered] = discord.requests.filter(({ route }) => route.startsWith("PUT"));
    assert.match(registered?.route ?? "", /guilds/);
  });

  it("answers /run in a channel with code and output, in a Python of its own", async (t) => {
    const { discord, ada, listening } = await meeting(t, { speed });
    const used = ada.uses(discord.general.id, "run", { code: "print(6*7)" });
    const heard = await listening.heard();
    const { incoming } = heard;
    assert.equal(used.acknowledged, "deferred");
    assert.ok(incoming.kind === "commanded" && incoming.quick && incoming.addressed);
    assert.deepEqual([incoming.name, incoming.text], ["run", "print(6*7)"]);
    assert.equal(incoming.thread, threadId("discord", discord.world.guild, used.id));
    await answerWith(heard, ...ran);
    const [answer, ...others] = discord.answers();
    assert.equal(answer?.content, shown);
    assert.equal(answer?.id, used.original?.id);
    assert.equal(answer?.onlyFor, undefined);
    assert.deepEqual(others, []);
    assert.equal(
      discord.snapshot().some(({ kind }) => kind === "thread"),
      false,
    );
  });

  it("brings up a form for code of many lines, and answers what is sent", async (t) => {
    const { discord, ada, listening } = await meeting(t, { speed });
    const used = ada.uses(discord.general.id, "run");
    await discord.changes.until("a form", () => used.modal);
    assert.deepEqual(used.modal?.fields, ["code"]);
    ada.submits(used, { code: "a = 6\nprint(a*7)" });
    const heard = await listening.heard();
    assert.equal(heard.incoming.text, "a = 6\nprint(a*7)");
    await answerWith(heard, ...ran);
    assert.deepEqual(
      discord.answers().map(({ content }) => content),
      [shown],
    );
  });

  it("runs /run in a thread in the thread's own Python", async (t) => {
    const { discord, ada, listening } = await meeting(t, { speed });
    const thread = ada.opensThread(discord.general.id, "talk");
    ada.uses(thread.id, "run", { code: "x" });
    const { incoming } = await listening.heard();
    assert.ok(incoming.kind === "commanded" && !incoming.quick);
    assert.equal(incoming.thread, threadId("discord", discord.world.guild, thread.id));
  });

  it("posts the question of /ask for all to see, harmless, and answers in its thread", async (t) => {
    const { discord, ada, listening } = await meeting(t, { speed });
    ada.uses(discord.general.id, "ask", { question: "what is @everyone's mean?" });
    const heard = await listening.heard();
    assert.ok(heard.incoming.kind === "asked" && heard.incoming.addressed);
    assert.equal(heard.incoming.text, "what is @everyone's mean?");
    const [question] = discord.messages(discord.general.id);
    assert.match(question?.content ?? "", /^▸ Ada asks:\n> what is @\u200beveryone's mean\?$/);
    assert.deepEqual(question?.pings, []);
    await answerWith(heard, { kind: "prose", text: "3." });
    const thread = discord.snapshot().find(({ kind }) => kind === "thread");
    assert.equal(thread?.id, question?.id);
    assert.equal(thread?.name, "what is everyone's mean?");
    assert.deepEqual(
      thread?.messages.map(({ content }) => content),
      ["3."],
    );
  });

  it("shows the answer to /help to the one who asked alone", async (t) => {
    const { discord, ada, listening } = await meeting(t, { speed });
    ada.uses(discord.general.id, "help");
    await answerWith(await listening.heard(), { kind: "prose", text: "Help." });
    const [answer] = discord.answers();
    assert.deepEqual([answer?.content, answer?.onlyFor], ["Help.", ada.user.id]);
  });

  it("stops the answer whose button is pressed, and takes the button away at the end", async (t) => {
    const { discord, ada, listening } = await meeting(t, { speed });
    await ada.says(discord.general.id, `${discord.mention} count`);
    const { reply } = await listening.heard();
    reply.draw(fold({ kind: "prose", text: "1 2 3" }));
    const posted = await discord.changes.until("an answer", () => discord.answers()[0]);
    const pressed = discord.person("Bob").presses(posted, "Stop");
    const notice = await listening.noticed();
    assert.equal(pressed.acknowledged, "updated");
    assert.deepEqual(notice, { kind: "pressed", button: "stop", on: reply.ref, by: `discord:${pressed.user.id}` });
    reply.draw(fold({ kind: "prose", text: "1 2 3" }, ended));
    await reply.settle();
    assert.deepEqual(discord.answers()[0]?.components, []);
  });

  it("stops a quick run by its button", async (t) => {
    const { discord, ada, listening } = await meeting(t, { speed });
    const used = ada.uses(discord.general.id, "run", { code: "while True: pass" });
    const { reply } = await listening.heard();
    reply.draw(fold({ kind: "cell-opened", cell: cellId("1"), code: "while True: pass" }));
    await discord.changes.until("an answer", () => (used.original?.components.length ?? 0) > 0);
    assert.ok(used.original);
    ada.presses(used.original, "Stop");
    const notice = await listening.noticed();
    assert.equal(notice.kind === "pressed" && notice.on, reply.ref);
  });

  it("goes on as a message of the channel when the command's 15 minutes are over", async (t) => {
    let late = 0;
    const { discord, ada, listening } = await meeting(t, { speed, clockShift: () => late });
    ada.uses(discord.general.id, "run", { code: "slow()" });
    const { reply } = await listening.heard();
    reply.draw(fold({ kind: "prose", text: "So far." }));
    await discord.changes.until("an answer", () => discord.answers()[0]?.content === "So far.");
    late = 16 * 60_000;
    reply.draw(fold({ kind: "prose", text: "So far. And further." }, ended));
    assert.deepEqual(await reply.settle(), { kind: "delivered" });
    assert.deepEqual(
      discord.answers().map(({ content }) => content),
      ["So far. And further."],
    );
  });

  for (const fault of [{ kind: "lost-answer" }, { kind: "done-and-failed", status: 504 }] as const)
    it(`answers once when the answers to its answers are lost (${fault.kind})`, async (t) => {
      const { discord, ada, listening } = await meeting(t, { speed: 5 });
      discord.faults.plan(/\/webhooks\//, fault, 2);
      discord.faults.plan(/^POST .*\/webhooks\//, fault, 1);
      ada.uses(discord.general.id, "run", { code: "print(6*7)" });
      const long = Array.from({ length: 90 }, (_, at) => `line ${at} ${"x".repeat(40)}`).join("\n");
      await answerWith(await listening.heard(), { kind: "prose", text: long });
      assert.equal(
        discord
          .answers()
          .map(({ content }) => content)
          .join("\n"),
        long,
      );
    });

  it("leaves out a piece whose fate it cannot look up, and posts none of it twice", async (t) => {
    const { discord, ada, listening } = await meeting(t, { speed: 5 });
    discord.general.denied.add("ReadMessageHistory");
    discord.faults.plan(/^POST .*\/webhooks\//, { kind: "lost-answer" }, 1);
    ada.uses(discord.general.id, "run", { code: "print(6*7)" });
    const long = Array.from({ length: 90 }, (_, at) => `line ${at} ${"x".repeat(40)}`).join("\n");
    const { reply } = await listening.heard();
    reply.draw(fold({ kind: "prose", text: long }, ended));
    assert.equal((await reply.settle()).kind, "undelivered");
    const pieces = discord.answers().map(({ content }) => content);
    assert.equal(new Set(pieces).size, pieces.length);
    assert.equal(pieces.join("\n"), long);
  });

  it("mends an answer that was cut off before its first word, in the place of thinking…", async (t) => {
    const first = await meeting(t, { speed });
    const { discord, ada, listening, store, blobs, clock } = first;
    ada.uses(discord.general.id, "run", { code: "1" });
    const { reply } = await listening.heard();
    reply.draw(fold());
    await first.adapter[Symbol.asyncDispose]();
    const { adapter } = await adapterOn(discord, { clock, store, blobs });
    t.after(() => adapter[Symbol.asyncDispose]());
    const again = await adapter.reopen(reply.ref, false);
    again.draw(fold(cutOff));
    assert.deepEqual(await again.settle(), { kind: "delivered" });
    assert.deepEqual(
      discord.answers().map(({ content, flags }) => [content.slice(0, 18), flags & 128]),
      [["▸ The bot was ende", 0]],
    );
  });

  it("excuses itself for /help to the one who asked alone, and to nobody once that cannot be", async (t) => {
    let late = 0;
    const first = await meeting(t, { speed, clockShift: () => late });
    const { discord, ada, listening, store, blobs, clock } = first;
    ada.uses(discord.general.id, "help");
    ada.uses(discord.general.id, "help");
    const [known, unknown] = [await listening.heard(1), await listening.heard(2)];
    known.reply.draw(fold());
    await first.adapter[Symbol.asyncDispose]();
    const { adapter } = await adapterOn(discord, { clock, store, blobs });
    t.after(() => adapter[Symbol.asyncDispose]());
    const excuse = async ({ reply }: typeof known) => {
      const again = await adapter.reopen(reply.ref, false);
      again.draw(fold(cutOff));
      assert.deepEqual(await again.settle(), { kind: "delivered" });
    };
    const said = () => discord.answers().filter(({ content }) => content.includes("The bot was ended"));
    await excuse(unknown);
    assert.deepEqual(said(), []);
    await excuse(known);
    assert.deepEqual(
      said().map(({ onlyFor }) => onlyFor),
      [ada.user.id],
    );
    late = 16 * 60_000;
    await excuse(known);
    assert.equal(said().length, 1);
  });

  it("runs /run in direct messages in their own Python", async (t) => {
    const { discord, ada, listening } = await meeting(t, { speed });
    const { id } = ada.direct();
    ada.uses(id, "run", { code: "x" });
    const { incoming } = await listening.heard();
    assert.ok(incoming.kind === "commanded" && !incoming.quick);
    await ada.says(id, "and now?");
    assert.equal((await listening.heard(2)).incoming.thread, incoming.thread);
    assert.equal(discord.answers().length, 1);
  });

  it("finds behind the 15 minutes what it had posted in vain, and posts it once", async (t) => {
    let late = 0;
    const { discord, ada, listening } = await meeting(t, { speed: 5, clockShift: () => late });
    ada.uses(discord.general.id, "run", { code: "slow()" });
    const { reply } = await listening.heard();
    reply.draw(fold({ kind: "prose", text: "So far." }));
    await discord.changes.until("an answer", () => discord.answers()[0]?.content === "So far.");
    late = 16 * 60_000;
    discord.faults.plan(/^POST .*\/messages$/, { kind: "lost-answer" });
    const long = Array.from({ length: 60 }, (_, at) => `line ${at} ${"x".repeat(40)}`).join("\n");
    // Behind "the past few minutes" Discord would take the same nonce for another message.
    const posted = discord.changes.until("a lost answer", () => discord.answers().length === 2);
    reply.draw(fold({ kind: "prose", text: long }, ended));
    await posted;
    late = 26 * 60_000;
    assert.deepEqual(await reply.settle(), { kind: "delivered" });
    assert.equal(
      discord
        .answers()
        .map(({ content }) => content)
        .join("\n"),
      long,
    );
  });
});
