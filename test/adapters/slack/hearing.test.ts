import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { typedCode } from "../../../src/core/model/reader/read-all.ts";
import { SlackBench } from "./slack-bench.ts";

describe("what Slack tells", () => {
  it("hands a mention on once, though Slack tells it twice", () =>
    meet(async (bench) => {
      const { ts } = bench.slack.people.mention("plot a sine");
      await after(bench);
      assert.equal(bench.heard.length, 2, "the mention, and what was said after it");
      const { incoming } = await bench.hear();
      assert.equal(incoming.thread, `slack:T1/C1/${ts}`);
      assert.equal(incoming.text, "plot a sine");
      assert.equal(incoming.addressed, true);
      const known = { id: "slack:T1/U1", name: "Ada", language: "en", timeZone: "Europe/Berlin", standing: "member" };
      assert.deepEqual(incoming.person, known);
    }));

  it("hands on a mention of which only one event arrives", () =>
    meet(async (bench) => {
      const event = { type: "app_mention", user: "U1", channel: "C1", text: "<@UBOT> hello", ts: "171.5" };
      bench.slack.announcer.tell(event);
      const { incoming } = await bench.hear();
      assert.deepEqual([incoming.text, incoming.addressed, incoming.at], ["hello", true, 171_500]);
    }));

  it("takes the code of a block that begins and ends in the middle of a line", () =>
    meet(async (bench) => {
      bench.slack.people.mention("!run ```x = 1\nprint(x)```");
      assert.equal(typedCode((await bench.hear()).incoming.text), "x = 1\nprint(x)");
      bench.slack.people.mention("!run ```print(1)```");
      assert.equal(typedCode((await bench.hear(1)).incoming.text), "print(1)");
    }));

  it("says of follow-ups that they were not addressed", () =>
    meet(async (bench) => {
      const { ts } = bench.slack.people.mention("first");
      bench.slack.people.say("and now in red", { thread: ts, user: "U2" });
      const { incoming } = await bench.hear(1);
      assert.equal(incoming.thread, (await bench.hear()).incoming.thread);
      assert.equal(incoming.addressed, false);
      assert.equal(incoming.person.name, "Bob");
    }));

  it("tells again what was not meant for the bot, and remembers what was", () =>
    meet(async (bench) => {
      bench.verdict = "ignored";
      const said = bench.slack.people.say("among people");
      await bench.hear();
      bench.verdict = "accepted";
      bench.slack.announcer.posted(said);
      await bench.hear(1);
      bench.slack.announcer.posted(said);
      await after(bench);
      assert.equal(bench.heard.length, 3);
    }));

  it("takes a direct conversation for one thread, and a thread in it for one of its own", () =>
    meet(async (bench) => {
      const { ts } = bench.slack.people.say("one", { channel: "D1" });
      bench.slack.people.say("two", { channel: "D1" });
      bench.slack.people.say("three", { channel: "D1", thread: ts });
      await bench.hear(2);
      const threads = bench.heard.map(({ incoming }) => [incoming.text, incoming.thread, incoming.addressed]);
      assert.deepEqual(threads.toSorted(byName), [
        ["one", "slack:T1/D1", true],
        ["three", `slack:T1/D1/${ts}`, true],
        ["two", "slack:T1/D1", true],
      ]);
    }));

  it("hears no bots, and no changes of the channel itself", () =>
    meet(async (bench) => {
      const { people, announcer, workspace } = bench.slack;
      people.mention("from another app", { bot: "B2" });
      announcer.tell({ type: "message", subtype: "channel_join", user: "U1", channel: "C1", ts: workspace.nextTs() });
      await after(bench);
      assert.equal(bench.heard.length, 1);
    }));

  it("takes files, and what is also sent to the channel", () =>
    meet(async (bench) => {
      const files = [{ name: "sales.csv", bytes: Buffer.from("a,b\n1,2\n") }];
      const { ts } = bench.slack.people.mention("sum it", { files });
      bench.slack.people.say("also here", { thread: ts, broadcast: true });
      await bench.hear(1);
      const { incoming } = await bench.hear();
      assert.ok(incoming.kind === "asked");
      const [file] = incoming.files;
      assert.deepEqual([file?.name, file?.bytes], ["sales.csv", 8]);
      assert.equal(await textOf(await file?.open()), "a,b\n1,2\n");
      bench.slack.api.scopes = [];
      await assert.rejects(async () => file?.open(), /files:read/);
    }));

  it("reads commands with their sign, also behind a mention", () =>
    meet(async (bench) => {
      const { ts } = bench.slack.people.mention("!run print(&lt;3)");
      bench.slack.people.say("!stop", { thread: ts });
      await bench.hear(1);
      const read = bench.heard.map(({ incoming }) =>
        incoming.kind === "commanded" ? [incoming.name, incoming.text.trim(), incoming.quick] : [],
      );
      assert.deepEqual(read, [
        ["run", "print(<3)", false],
        ["stop", "", false],
      ]);
    }));

  it("tells what people change and take away, and nothing of what Slack or the bot changes", () =>
    meet(async (bench) => {
      const { people } = bench.slack;
      const said = people.mention("plot x");
      const { incoming, reply } = await bench.hear();
      reply.draw({ language: "en", blocks: [{ kind: "prose", key: "1", text: "ok" }], ending: { why: "answered" } });
      await reply.settle();
      people.edit(said, said.text);
      people.edit(said, "<@UBOT> plot y");
      people.remove(said);
      await bench.slack.until(() => bench.notices.length === 2);
      assert.deepEqual(bench.notices, [
        { kind: "edited", of: incoming.id, by: "slack:T1/U1", text: "plot y" },
        { kind: "deleted", of: incoming.id, by: "slack:T1/U1" },
      ]);
    }));

  it("tells the same of a direct message that was answered in its thread", () =>
    meet(async (bench) => {
      const { people } = bench.slack;
      const said = people.say("plot x", { channel: "D1" });
      const { incoming } = await bench.hear();
      people.say("or rather z", { channel: "D1", thread: said.ts });
      people.edit(said, "plot y");
      people.remove(said);
      await bench.slack.until(() => bench.notices.length === 2);
      assert.deepEqual(
        bench.notices.map(({ kind, ...more }) => [kind, "of" in more && more.of]),
        [
          ["edited", incoming.id],
          ["deleted", incoming.id],
        ],
      );
    }));

  it("tells which answer's button was pressed, and by whom", () =>
    meet(async (bench) => {
      const { ts } = bench.slack.people.mention("plot x");
      const { reply } = await bench.hear();
      reply.draw({ language: "en", blocks: [{ kind: "prose", key: "1", text: "ok" }], status: { kind: "writing" } });
      await reply.settle();
      const button = await bench.slack.until(() => bench.slack.messages("C1", ts)[1]?.buttons[0]);
      const message = bench.slack.workspace.messages.at(-1);
      assert.ok(message);
      assert.deepEqual(await bench.slack.people.press(message, button, { user: "U2" }), {});
      await bench.slack.until(() => bench.notices.length === 1);
      assert.deepEqual(bench.notices, [{ kind: "pressed", button: "stop", on: reply.ref, by: "slack:T1/U2" }]);
    }));

  it("knows guests, people of other workspaces and their languages", () =>
    meet(async (bench) => {
      const { people, workspace } = bench.slack;
      workspace.addUser("U3", "小明", { guest: true, locale: "zh-CN" });
      workspace.addUser("U4", "Eve", { team: "T2" });
      people.mention("1", { user: "U3" });
      people.mention("2", { user: "U4" });
      people.mention("3", { user: "U9" });
      await bench.hear(2);
      const known = bench.heard.map(({ incoming: { person } }) => [person.name, person.language, person.standing]);
      assert.deepEqual(known.toSorted(byName), [
        ["Eve", "en", "stranger"],
        ["U9", "en", "member"],
        ["小明", "zh", "guest"],
      ]);
    }));

  it("waits for a name only so long", () =>
    meet(async (bench) => {
      const letGo = bench.slack.faults.hold("users.info");
      bench.slack.people.mention("who am I");
      assert.equal((await bench.hear()).incoming.person.name, "U1");
      letGo();
    }));

  it("hears what was said while the connection was broken", () =>
    meet(async (bench) => {
      const { sockets, people } = bench.slack;
      sockets.patience = { ackMs: 30, retriesMs: Array.from({ length: 50 }, () => 10) };
      people.mention("before");
      await bench.hear();
      sockets.drop();
      await bench.slack.until(() => sockets.count === 0);
      people.mention("in the gap");
      await bench.hear(1);
      await after(bench);
      assert.deepEqual(
        bench.heard.map(({ incoming }) => incoming.text),
        ["before", "in the gap", "after"],
      );
    }));
});

async function meet(talk: (bench: SlackBench) => Promise<void>): Promise<void> {
  await using bench = await SlackBench.start();
  await talk(bench);
}

/** Resolves when all that was told before is handed on: by then this is too. */
async function after(bench: SlackBench): Promise<void> {
  bench.slack.people.mention("after", { channel: "C2" });
  await bench.slack.until(() => bench.heard.some(({ incoming }) => incoming.text === "after"));
}

function byName([one]: readonly unknown[], [other]: readonly unknown[]): number {
  return String(one).localeCompare(String(other), "en");
}

async function textOf(pieces: AsyncIterable<Uint8Array> | undefined): Promise<string> {
  return pieces === undefined ? "" : Buffer.concat(await Array.fromAsync(pieces)).toString();
}
