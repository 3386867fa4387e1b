import assert from "node:assert/strict";
import { test } from "node:test";
import { fenced } from "../../fakes/turn.ts";
import { BotOnSlack } from "./bot-on-slack.ts";
import { SlackBench } from "./slack-bench.ts";

test("a mention is answered once in its thread, with the code and what it printed; a follow-up needs no mention", async () => {
  await using bot = await BotOnSlack.start([
    fenced('x = 41\nprint("set")'),
    "It is set.",
    fenced("print(x)"),
    "Still 41.",
  ]);
  const { people } = bot.bench.slack;
  const { ts } = people.mention("set x");
  const [first, ...more] = await bot.shown(/It is set/, ts);
  assert.deepEqual(more, []);
  assert.match(first ?? "", /x = 41[\s\S]*set[\s\S]*It is set\./);
  people.say("what is it?", { thread: ts, user: "U2" });
  const [, second] = await bot.shown(/Still 41/, ts);
  assert.match(second ?? "", /41\n/);
  people.say("not for the bot");
  people.mention("!help", { thread: ts });
  await bot.shown(/!stop/, ts);
  const posts = bot.bench.slack.messages("C1").filter((message) => message.bot);
  assert.deepEqual([posts.length, new Set(posts.map(({ thread }) => thread)).size], [3, 1]);
  assert.deepEqual(bot.mistakes, []);
});

test("a direct message is answered where it was written, with variables kept", async () => {
  await using bot = await BotOnSlack.start([fenced("x = 1"), "Kept.", fenced("print(x)"), "There it is."]);
  const { slack } = bot.bench;
  slack.people.say("keep 1", { channel: "D1" });
  const answered = (done: RegExp) => slack.until(() => slack.messages("D1").find(({ text }) => done.test(text)));
  assert.equal((await answered(/Kept/)).thread, undefined);
  slack.people.say("show it", { channel: "D1" });
  assert.match((await answered(/There it is/)).text, /1\n/);
});

test("/run runs without a model in a Python of its own, !run in the thread's", async () => {
  await using bot = await BotOnSlack.start([fenced("x = 5"), "Set."]);
  const { people } = bot.bench.slack;
  const { ts } = people.mention("set x");
  await bot.shown(/Set\./, ts);
  people.say("!run print(x)", { thread: ts });
  await bot.shown(/```\n5\n```/, ts);
  await people.command("/run", "print(x)");
  const shown = await bot.shown(/NameError/);
  assert.match(shown.find((text) => text.includes("NameError")) ?? "", /Ada ran this[\s\S]*print\(x\)[\s\S]*NameError/);
});

test("!stop and the button stop what runs, and the answer says so", async () => {
  await using bot = await BotOnSlack.start([fenced("time.sleep(600)"), fenced("time.sleep(600)")]);
  const { slack } = bot.bench;
  const one = slack.people.mention("sleep");
  await slack.until(() => slack.messages("C1", one.ts).find(({ text }) => text.includes("sleep(600)")));
  slack.people.say("!stop", { thread: one.ts });
  await bot.shown(/Stopped/, one.ts);
  const two = slack.people.mention("sleep again");
  const button = await slack.until(() => slack.messages("C1", two.ts).at(-1)?.buttons[0]);
  const message = slack.workspace.thread("C1", two.ts).at(-1);
  assert.ok(message);
  await slack.people.press(message, button);
  await bot.shown(/Stopped/, two.ts);
});

test("a bot that ends says so in the answer under way; one that was killed says so at its next start, once", async () => {
  await using bench = await SlackBench.open();
  const { slack, store } = bench;
  const first = await BotOnSlack.start([fenced("time.sleep(600)")], bench);
  const one = slack.people.mention("sleep");
  await slack.until(() => slack.messages("C1", one.ts).find(({ text }) => text.includes("sleep(600)")));
  await first.end();
  await first.shown(/▸/, one.ts);
  const second = await BotOnSlack.start([fenced("time.sleep(600)")], await SlackBench.open({ slack, store }));
  const two = slack.people.mention("sleep again");
  await slack.until(() => slack.messages("C1", two.ts).find(({ text }) => text.includes("sleep(600)")));
  // As after a kill: nothing of what is under way reaches Slack, or ends, any more.
  await second.bench.adapter[Symbol.asyncDispose]();
  const third = await BotOnSlack.start([], await SlackBench.open({ slack, store }));
  const shown = await third.shown(/ended in the middle/, two.ts);
  assert.equal(shown.length, 1, shown.join("\n---\n"));
  await third.end();
  await second.end();
});

test("a thread in which people talked before the bot was called is part of the dialog", async () => {
  let prompt = "";
  const answer = (dialog: unknown) => {
    prompt = JSON.stringify(dialog);
    return "Read.";
  };
  await using bot = await BotOnSlack.start([answer]);
  const { people } = bot.bench.slack;
  const { ts } = people.say("sales fell in May", { files: [{ name: "may.csv", bytes: Buffer.from("a") }] });
  people.say("by a third", { thread: ts, user: "U2" });
  people.mention("why?", { thread: ts });
  await bot.shown(/Read/, ts);
  for (const word of ["Ada", "sales fell in May", "may.csv", "Bob", "by a third"])
    assert.ok(prompt.includes(word), word);
});
