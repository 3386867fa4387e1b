import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ReplyRef } from "../../../src/core/ids.ts";
import { cellId } from "../../../src/core/ids.ts";
import type { TurnEvent } from "../../../src/core/turn.ts";
import { emptyView, extend } from "../../../src/core/view.ts";
import { SlackBench } from "./slack-bench.ts";

const id = cellId("cell1");
const ran: readonly TurnEvent[] = [
  { kind: "cell-opened", cell: id, code: "print(6*7)" },
  { kind: "cell-printed", cell: id, output: { kind: "stream", stream: "stdout", text: "42\n" } },
  { kind: "cell-closed", cell: id, end: { outcome: "ok", kept: true, generation: 1 } },
  { kind: "ended", ending: { why: "answered" } },
];

describe("the commands of a channel", () => {
  it("run code for all to see: who ran it, the code, what it printed", () =>
    meet(async (bench) => {
      assert.deepEqual(await bench.slack.people.command("/run", "print(6*7)"), {});
      const { incoming, reply } = await bench.hear();
      assert.ok(incoming.kind === "commanded");
      assert.deepEqual(
        [incoming.name, incoming.text, incoming.quick, incoming.addressed],
        ["run", "print(6*7)", true, true],
      );
      for (let at = 1; at <= ran.length; at++) {
        reply.draw(ran.slice(0, at).reduce(extend, emptyView("en")));
        await reply.settle();
      }
      const [message, ...more] = bench.slack.messages("C1");
      assert.deepEqual(more, []);
      assert.equal(message?.thread, undefined);
      assert.equal(message?.edited, true);
      assert.match(message?.text ?? "", /^▸ Ada ran this:\n[\s\S]*print\(6\*7\)[\s\S]*42/);
      await bench.slack.people.command("/run", "print(6*7)");
      assert.notEqual((await bench.hear(1)).incoming.thread, incoming.thread);
    }));

  it("ask for the code in a form where none was given", () =>
    meet(async (bench) => {
      assert.deepEqual(await bench.slack.people.command("/run", " ", { channel: "C2", user: "U2" }), {});
      const view = await bench.slack.until(() => bench.slack.workspace.views[0]);
      const values = { code: { code: { value: "a = 1 <b and c> d\nprint(a) # &amp;" } } };
      assert.deepEqual(await bench.slack.people.submit(view, values, { user: "U2" }), {});
      const { incoming } = await bench.hear();
      assert.equal(incoming.text, "a = 1 <b and c> d\nprint(a) # &amp;");
      assert.equal(incoming.person.name, "Bob");
      assert.match(incoming.thread, /^slack:T1\/C2\/command\//);
    }));

  it("post a question and answer it in its thread", () =>
    meet(async (bench) => {
      await bench.slack.people.command("/ask", "why &lt;b&gt;?");
      const { incoming, reply } = await bench.hear();
      assert.equal(incoming.text, "why <b>?");
      const [question] = bench.slack.messages("C1");
      assert.equal(question?.text, "▸ Ada asks:\n> why <b>?");
      assert.equal(incoming.thread, `slack:T1/C1/${question?.ts}`);
      reply.draw([{ kind: "prose", text: "Because." } as const].reduce(extend, emptyView("en")));
      await reply.settle();
      assert.equal(bench.slack.messages("C1", question?.ts)[1]?.thread, question?.ts);
      await bench.slack.people.command("/ask", "");
      const whisper = await bench.slack.until(() => bench.slack.workspace.whispers[0]);
      assert.match(whisper.text, /question/);
    }));

  it("help the person alone", () =>
    meet(async (bench) => {
      await bench.slack.people.command("/help", "");
      const { incoming, reply } = await bench.hear();
      assert.ok(incoming.kind === "commanded" && incoming.name === "help");
      reply.draw({
        language: "en",
        blocks: [{ kind: "sentence", key: "1", text: "Help!" }],
        ending: { why: "answered" },
      });
      assert.deepEqual(await reply.settle(), { kind: "delivered" });
      const [whisper] = bench.slack.workspace.whispers;
      assert.deepEqual([whisper?.user, whisper?.channel, whisper?.text], ["U1", "C1", "▸ Help!"]);
      assert.deepEqual(bench.slack.messages("C1"), []);
    }));

  it("say where the bot was not invited that it was not", () =>
    meet(async (bench) => {
      const channel = bench.slack.workspace.channels.get("C2");
      assert.ok(channel);
      bench.slack.workspace.channels.set("C2", { ...channel, member: false });
      await bench.slack.people.command("/run", "1", { channel: "C2" });
      const { reply } = await bench.hear();
      reply.draw(ran.reduce(extend, emptyView("en")));
      assert.equal((await reply.settle()).kind, "undelivered");
      await bench.slack.people.command("/ask", "why?", { channel: "C2" });
      const whispers = await bench.slack.until(() => {
        const all = bench.slack.workspace.whispers;
        return all.length === 2 ? all : undefined;
      });
      for (const { text } of whispers) assert.match(text, /\/invite @.?threadbook/);
    }));

  it("say it of code from a form too, and to the person by another way once that address is used up", () =>
    meet(async (bench) => {
      const { people, workspace } = bench.slack;
      await people.command("/run", "", { channel: "C2" });
      const view = await bench.slack.until(() => workspace.views[0]);
      const channel = workspace.channels.get("C2");
      assert.ok(channel);
      workspace.channels.set("C2", { ...channel, member: false });
      await people.submit(view, { code: { code: { value: "1" } } });
      const { reply } = await bench.hear();
      reply.draw(ran.reduce(extend, emptyView("en")));
      assert.equal((await reply.settle()).kind, "undelivered");
      const whisper = await bench.slack.until(() => workspace.whispers[0]);
      assert.match(whisper.text, /\/invite @.?threadbook/);
      workspace.channels.set("C2", channel);
      for (let used = 1; used <= 5; used++) await reply.whisper(`${used}`);
      assert.equal(workspace.whispers.length, 6);
      assert.equal(bench.slack.calls("chat.postEphemeral").length, 1);
    }));

  it("show at once that they were heard, with the button that stops them", () =>
    meet(async (bench) => {
      await bench.slack.people.command("/run", "while True: pass");
      const { reply } = await bench.hear();
      reply.draw(emptyView("en"));
      const shown = await bench.slack.until(() => bench.slack.messages("C1")[0]);
      assert.equal(shown.text, "▸ Ada ran this:\n▸ starting Python");
      assert.equal(shown.buttons.length, 1);
    }));

  it("run code in a direct conversation in its own Python", () =>
    meet(async (bench) => {
      await bench.slack.people.command("/run", "x = 1", { channel: "D1" });
      const { incoming } = await bench.hear();
      assert.ok(incoming.kind === "commanded" && !incoming.quick);
      bench.slack.people.say("and now?", { channel: "D1" });
      assert.equal((await bench.hear(1)).incoming.thread, incoming.thread);
    }));

  it("are mended where they stand by the next life of the bot, and for one person alone in no other place", () =>
    meet(async (bench) => {
      const cutOff: TurnEvent = { kind: "ended", ending: { why: "failed", code: "bot-restarted", facts: {} } };
      const excuse = async (ref: ReplyRef) => {
        const again = await bench.adapter.reopen(ref, false);
        again.draw(extend(emptyView("en"), cutOff));
        assert.deepEqual(await again.settle(), { kind: "delivered" });
      };
      await bench.slack.people.command("/help", "");
      await excuse((await bench.hear()).reply.ref);
      assert.deepEqual(bench.slack.messages("C1"), []);
      const letGo = bench.slack.faults.hold("chat.postMessage");
      await bench.slack.people.command("/run", "1");
      const { reply } = await bench.hear(1);
      reply.draw(emptyView("en"));
      await bench.slack.until(() => bench.slack.calls("chat.postMessage").length === 1);
      letGo();
      await reply.settle();
      await excuse(reply.ref);
      const texts = bench.slack.messages("C1").map(({ text }) => text);
      assert.equal(texts.length, 1);
      assert.match(texts[0] ?? "", /^▸ Ada ran this:\n▸ The bot was ended/);
    }));

  it("are acknowledged in time, whatever Slack is slow with", () =>
    meet(async (bench) => {
      const letGo = bench.slack.faults.hold();
      for (const name of ["/run", "/ask", "/help"]) {
        assert.deepEqual(await bench.slack.people.command(name, "1"), {}, name);
      }
      letGo();
    }));
});

async function meet(talk: (bench: SlackBench) => Promise<void>): Promise<void> {
  await using bench = await SlackBench.start();
  await talk(bench);
}
