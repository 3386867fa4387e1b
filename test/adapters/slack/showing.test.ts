import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { slackPace } from "../../../src/adapters/slack/slack-options.ts";
import { blobHash, cellId } from "../../../src/core/ids.ts";
import type { TurnEvent } from "../../../src/core/turn.ts";
import { emptyView, extend, type TurnView } from "../../../src/core/view.ts";
import { encodedPng } from "../chat/small-png.ts";
import { hasty, SlackBench } from "./slack-bench.ts";

const pictures = await Promise.all([1, 2].map(encodedPng));
const ended: TurnEvent = { kind: "ended", ending: { why: "stopped", by: "slack:T1/U1" as never } };

describe("what Slack shows of an answer", () => {
  it("is a sign first, which leaves before anything is looked up, and is taken away at the end", () =>
    meet(async (bench) => {
      const { slack } = bench;
      const letGo = slack.faults.hold("users.info");
      const { ts } = slack.people.mention("plot");
      await slack.until(() => slack.workspace.status("C1", ts) !== "");
      assert.equal(bench.heard.length, 0, "it is shown before the message is handed on");
      letGo();
      const { reply } = await bench.hear();
      reply.draw(fold([{ kind: "prose", text: "Done." }, ended]));
      await reply.settle();
      await slack.until(() => slack.calls("assistant.threads.setStatus").at(-1)?.args["status"] === "");
      assert.equal(slack.workspace.status("C1", ts), "");
    }));

  it("is a reaction where Slack shows no status", () =>
    meet(async (bench) => {
      const { slack } = bench;
      slack.faults.plan("assistant.threads.setStatus", { kind: "refused", error: "missing_scope" });
      const { ts } = slack.people.mention("plot");
      await slack.until(() => slack.messages("C1", ts)[0]?.reactions.includes("eyes"));
      const { reply } = await bench.hear();
      reply.draw(fold([{ kind: "prose", text: "Done." }, ended]));
      await reply.settle();
      await slack.until(() => slack.messages("C1", ts)[0]?.reactions.length === 0);
      assert.equal(slack.calls("assistant.threads.setStatus").length, 1, "it is not asked for again");
    }));

  it("takes the sign away from what was not meant for the bot", () =>
    meet(async (bench) => {
      bench.verdict = "duplicate";
      const { ts } = bench.slack.people.mention("again");
      await bench.hear();
      await bench.slack.until(() => bench.slack.calls("assistant.threads.setStatus").at(-1)?.args["status"] === "");
      assert.equal(bench.slack.workspace.status("C1", ts), "");
    }));

  it("goes into the thread, unfolds no links and calls nobody", () =>
    meet(async (bench) => {
      const { ts } = bench.slack.people.mention("go");
      const { reply } = await bench.hear();
      const evil = "<!channel> <@U2> <#C2> @here https://example.com";
      reply.draw(fold([{ kind: "prose", text: evil }, ...cell([{ text: `${evil}\n\`\`\`\n${evil}` }]), ended]));
      assert.deepEqual(await reply.settle(), { kind: "delivered" });
      const [, answer] = bench.slack.messages("C1", ts);
      assert.equal(answer?.thread, ts);
      assert.deepEqual(answer?.pings, []);
      assert.equal(answer?.text.match(/^```/gm)?.length, 4, answer?.text);
      const [posted] = bench.slack.calls("chat.postMessage");
      assert.deepEqual([posted?.args["unfurl_links"], posted?.args["unfurl_media"]], ["false", "false"]);
    }));

  it("has figures between texts, in order, though Slack shares the first one last", () =>
    meet(async (bench) => {
      const { slack } = bench;
      const delays = [60, 5];
      slack.sharing.when = async () => {
        await new Promise((resolve) => setTimeout(resolve, delays.shift()));
        return "shown";
      };
      const { ts } = slack.people.mention("two plots");
      const { reply } = await bench.hear();
      for (const bytes of pictures) await bench.blobs.put(bytes);
      const shown = [{ text: "before\n" }, { picture: 0 }, { text: "between\n" }, { picture: 1 }];
      reply.draw(fold([...cell(shown), { kind: "prose", text: "After." }, ended]));
      assert.deepEqual(await reply.settle(), { kind: "delivered" });
      const seen = slack.messages("C1", ts).slice(1);
      assert.deepEqual(
        seen.map(({ text, files }) => files[0]?.name ?? /before|between|After/.exec(text)?.[0]),
        ["before", "figure-1.png", "between", "figure-2.png", "After"],
      );
      assert.equal(seen[1]?.files[0]?.alt, "figure 1");
    }));

  it("places a figure by a message of its own when Slack never shares it, once, though the answer is lost", () =>
    meet(
      async (bench) => {
        bench.slack.sharing.when = async () => {
          bench.slack.faults.plan("chat.postMessage", { kind: "answer-lost" });
          return "dropped";
        };
        const { ts } = bench.slack.people.mention("plot");
        const { reply } = await bench.hear();
        await bench.blobs.put(pictures[0] ?? new Uint8Array());
        reply.draw(fold([...cell([{ picture: 0 }]), { kind: "prose", text: "After." }, ended]));
        assert.deepEqual(await reply.settle(), { kind: "delivered" });
        const blocks = bench.slack.workspace.thread("C1", ts).map(({ blocks: [first] = [] }) => first?.["type"]);
        assert.deepEqual(blocks, [undefined, "markdown", "image", "markdown"]);
      },
      { ...hasty, uploadShown: 20 },
    ));

  it("is posted once, though answers are lost, and calls too", () =>
    meet(async (bench) => {
      const { slack } = bench;
      for (const method of ["chat.postMessage", "files.completeUploadExternal", "chat.update"]) {
        slack.faults.plan(method, { kind: "answer-lost" });
        slack.faults.plan(method, { kind: "request-lost" });
        slack.faults.plan(method, { kind: "broken", status: 502 });
      }
      const { ts } = slack.people.mention("plot");
      const { reply } = await bench.hear();
      await bench.blobs.put(pictures[0] ?? new Uint8Array());
      reply.draw(fold([{ kind: "prose", text: "First." }]));
      await reply.settle();
      reply.draw(fold([{ kind: "prose", text: "First, changed." }, ...cell([{ picture: 0 }]), ended]));
      assert.deepEqual(await reply.settle(), { kind: "delivered" });
      const seen = slack.messages("C1", ts).slice(1);
      assert.deepEqual(
        seen.map(({ text, files }) => files[0]?.name ?? /First, changed|stopped/i.exec(text)?.[0]),
        ["First, changed", "figure-1.png", "Stopped"],
      );
    }));

  it("waits as long as Slack wants after a 429, also one with status 200", () =>
    meet(async (bench) => {
      const { slack } = bench;
      slack.faults.plan("chat.postMessage", { kind: "limited", retryAfterSeconds: 1 });
      slack.faults.plan("chat.postMessage", { kind: "refused", error: "ratelimited" });
      const { ts } = slack.people.mention("go");
      const { reply } = await bench.hear();
      const before = Date.now();
      reply.draw(fold([{ kind: "prose", text: "Patient." }, ended]));
      assert.deepEqual(await reply.settle(), { kind: "delivered" });
      assert.ok(Date.now() - before >= 2000);
      assert.equal(slack.messages("C1", ts).length, 2);
    }));

  it("is plain text where Slack refuses its blocks", () =>
    meet(async (bench) => {
      bench.slack.faults.plan("chat.postMessage", { kind: "refused", error: "invalid_blocks" });
      const { ts } = bench.slack.people.mention("go");
      const { reply } = await bench.hear();
      reply.draw(fold([{ kind: "prose", text: "a < b" }, ended]));
      assert.deepEqual(await reply.settle(), { kind: "delivered" });
      assert.match(bench.slack.messages("C1", ts)[1]?.text ?? "", /a &lt; b/);
    }));

  it("is given up where Slack takes nothing, and the person hears why", () =>
    meet(async (bench) => {
      bench.slack.faults.plan("chat.postMessage", { kind: "refused", error: "is_archived" });
      bench.slack.people.mention("go");
      const { reply } = await bench.hear();
      reply.draw(fold([{ kind: "prose", text: "Lost." }, ended]));
      assert.equal((await reply.settle()).kind, "undelivered");
      const whisper = await bench.slack.until(() => bench.slack.workspace.whispers[0]);
      assert.equal(whisper.user, "U1");
      assert.match(whisper.text, /archived/);
    }));

  for (const [what, refuse, why] of [
    ["the right to send files", { kind: "scope" }, /the right files:write is missing/],
    ["the room for them", { kind: "refused", error: "restricted_action" }, /it was not taken \(restricted_action\)/],
    ["an answer", { kind: "refused", error: "internal_error" }, /it did not get through/],
  ] as const) {
    it(`has a sentence in place of a figure where Slack gives it not ${what}, and goes on`, () =>
      meet(async (bench) => {
        const { slack, blobs } = bench;
        if (refuse.kind === "scope") slack.api.scopes = slack.api.scopes.filter((scope) => scope !== "files:write");
        else slack.faults.plan("files.getUploadURLExternal", refuse, 1_000);
        const { ts } = slack.people.mention("plot");
        const { reply } = await bench.hear();
        await blobs.put(pictures[0] ?? new Uint8Array());
        reply.draw(fold([...cell([{ picture: 0 }]), { kind: "prose", text: "The answer is 42." }, ended]));
        assert.deepEqual(await reply.settle(), { kind: "delivered" });
        const [, , figure, answer] = slack.messages("C1", ts);
        assert.match(figure?.text ?? "", why);
        assert.match(answer?.text ?? "", /The answer is 42/);
        assert.deepEqual(slack.workspace.whispers, []);
      }));
  }

  it("ends everywhere at once when twenty answers are cut off together, within Slack's limits", () =>
    meet(async (bench) => {
      const { slack } = bench;
      slack.rates.on = true;
      const replies = [];
      for (let at = 0; at < 20; at++) {
        slack.workspace.addChannel(`C9${at}`, `room-${at}`);
        slack.people.mention("count", { channel: `C9${at}` });
        replies.push((await bench.hear(at)).reply);
      }
      for (const reply of replies) reply.draw(fold([{ kind: "prose", text: "1 2" }]));
      await Promise.all(replies.map((reply) => reply.settle()));
      for (const reply of replies) reply.draw(fold([{ kind: "prose", text: "1 2 3 4" }]));
      await slack.until(() => slack.calls("chat.update").length >= 2);
      const before = Date.now();
      for (const reply of replies) reply.draw(fold([{ kind: "prose", text: "1 2 3 4 5" }, ended]));
      for (const reply of replies) assert.deepEqual(await reply.settle(), { kind: "delivered" });
      assert.ok(Date.now() - before < 4_000, `${Date.now() - before} ms`);
      assert.deepEqual(slack.rates.refused, []);
      for (let at = 0; at < 20; at++) assert.match(slack.messages(`C9${at}`)[1]?.text ?? "", /5[^]*Stopped/);
    }, slackPace));

  it("can be drawn again by a bot that was started anew, in the same messages", () =>
    meet(async (bench) => {
      const { ts } = bench.slack.people.mention("go");
      const { reply } = await bench.hear();
      reply.draw(fold([{ kind: "prose", text: "Half an ans" }]));
      await reply.settle();
      const again = await SlackBench.start({ slack: bench.slack, store: bench.store });
      const reopened = await again.adapter.reopen(reply.ref, false);
      reopened.draw(fold([{ kind: "prose", text: "A whole answer." }, ended]));
      assert.deepEqual(await reopened.settle(), { kind: "delivered" });
      const seen = bench.slack.messages("C1", ts).slice(1);
      assert.equal(seen.length, 1);
      assert.match(seen[0]?.text ?? "", /A whole answer/);
      assert.deepEqual(seen[0]?.buttons, []);
      await again.adapter[Symbol.asyncDispose]();
    }));
});

async function meet(talk: (bench: SlackBench) => Promise<void>, pace = hasty): Promise<void> {
  await using bench = await SlackBench.start({ pace });
  await talk(bench);
}

function fold(events: readonly TurnEvent[]): TurnView {
  return events.reduce(extend, emptyView("en"));
}

function cell(shown: readonly ({ readonly text: string } | { readonly picture: number })[]): readonly TurnEvent[] {
  const id = cellId("cell1");
  const printed = shown.map((one, at): TurnEvent => {
    if ("text" in one)
      return { kind: "cell-printed", cell: id, output: { kind: "stream", stream: "stdout", text: one.text } };
    const bytes = pictures[one.picture] ?? new Uint8Array();
    const picture = { hash: blobHash(bytes), mime: "image/png", width: 4, height: 4, bytes: bytes.length };
    const output = { kind: "display", display: `${at}`, result: false, shown: { picture } } as const;
    return { kind: "cell-printed", cell: id, output };
  });
  const end = { outcome: "ok", kept: true, generation: 1 } as const;
  return [{ kind: "cell-opened", cell: id, code: "draw()" }, ...printed, { kind: "cell-closed", cell: id, end }];
}
