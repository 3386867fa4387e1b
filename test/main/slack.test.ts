import assert from "node:assert/strict";
import { test } from "node:test";
import { ModelServer, says } from "../fakes/model-server.ts";
import { FakeSlack } from "../fakes/slack/fake-slack.ts";
import { fenced } from "../fakes/turn.ts";
import { BotProcess, dataFolder } from "./bot-process.ts";

const patienceMs = 30_000;
const onSlack = (slack: FakeSlack) => ({
  SLACK_BOT_TOKEN: slack.api.botToken,
  SLACK_APP_TOKEN: slack.api.appToken,
  SLACK_API_URL: slack.apiUrl,
});

test("on Slack a mention, a follow-up, !run and /run go through model and kernel, and SIGTERM ends all in order", async () => {
  await using slack = await FakeSlack.start();
  slack.rates.on = true;
  const drawing = "import matplotlib.pyplot as plt\nx = 6\nplt.plot([1, 2])\nplt.show()";
  await using server = await ModelServer.start(
    says([fenced(drawing)]),
    says(["A line."]),
    says([fenced("print(x * 7)")]),
    says(["It is 42."]),
  );
  const bot = new BotProcess({ ...onSlack(slack), OPENAI_BASE_URL: server.url, MODEL: "glm-test" });
  await bot.shows("slack: connected as threadbook\n");
  const until = (what: RegExp) => slack.until(() => what.test(shown(slack)), String(what), patienceMs);
  const { ts } = slack.people.mention("draw a line");
  await until(/figure-1\.png[^]*A line\./);
  slack.people.say("and six times seven?", { thread: ts });
  await until(/42[^]*It is 42\./);
  slack.people.say("!run print(x + 1000)", { thread: ts });
  await until(/1006/);
  await slack.people.command("/run", "print('x' in globals())");
  await until(/Ada ran this[^]*False/);
  slack.people.say("!run import time; print('asleep'); time.sleep(600)", { thread: ts });
  await until(/asleep/);
  bot.process.kill("SIGTERM");
  const { status, out } = await bot.ended;
  assert.equal(status, 0);
  assert.equal(out, "slack: connected as threadbook\n");
  const answers = slack.messages("C1").filter((message) => message.bot);
  assert.match(answers.at(-1)?.text ?? "", /▸/);
  assert.deepEqual(
    answers.flatMap(({ buttons, pings }) => [...buttons, ...pings]),
    [],
  );
  assert.equal(slack.workspace.status("C1", ts), "");
});

test("an answer on Slack that a kill cut off is mended at the next start, and what was said meanwhile is answered, once", async () => {
  await using slack = await FakeSlack.start();
  const settings = { ...onSlack(slack), THREADBOOK_DATA: dataFolder() };
  const killed = new BotProcess(settings);
  await killed.shows("slack: connected");
  const { ts } = slack.people.mention("!run import time; print('asleep'); time.sleep(600)");
  await slack.until(() => shown(slack).includes("asleep"), "a running cell", patienceMs);
  killed.process.kill("SIGKILL");
  await killed.ended;
  slack.people.say("!run print(6 * 7)", { thread: ts });
  const bot = new BotProcess(settings);
  await bot.shows("slack: connected");
  await slack.until(() => shown(slack).includes("ended in the middle"), "the mended answer", patienceMs);
  await slack.until(() => shown(slack).includes("42"), "the answer to what was said meanwhile", patienceMs);
  bot.process.kill("SIGTERM");
  assert.equal((await bot.ended).status, 0);
  const answers = slack.messages("C1").filter((message) => message.bot);
  assert.deepEqual(
    answers.map(({ buttons }) => buttons),
    [[], []],
  );
});

test("a wrong Slack token is one clear sentence, and nothing is started", async () => {
  await using slack = await FakeSlack.start();
  for (const [setting, wrong] of Object.entries({ SLACK_BOT_TOKEN: "xoxb-wrong", SLACK_APP_TOKEN: "xapp-wrong" })) {
    const { status, out, err } = await new BotProcess({ ...onSlack(slack), [setting]: wrong }).ended;
    assert.equal(status, 2);
    assert.equal(out, "");
    assert.match(err, new RegExp(`Expected ${setting} to be one that the platform accepts`));
  }
  assert.equal(slack.connections, 0);
});

/** Texts and file names of the bot, in order. */
function shown(slack: FakeSlack): string {
  const own = slack.messages("C1").filter((message) => message.bot);
  return own.map(({ text, files: [file] }) => file?.name ?? text).join("\n");
}
