import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { FakeDiscord } from "../../test/fakes/discord/fake-discord.ts";
import { buttonsOf } from "../../test/fakes/discord/person.ts";
import { delta, sse } from "../../test/fakes/model-server.ts";
import { FakeSlack } from "../../test/fakes/slack/fake-slack.ts";

// People on Slack and on Discord, and the model's server, in a process of their own: what they remember is not the bot's.
const DONE = "That is all.";
const PATIENCE_MS = 60_000;
/** As many people come again and again, each in a channel of their own on Slack. */
const PEOPLE = 50;

interface Asked {
  readonly platform: "slack" | "discord";
  readonly threads: number;
  readonly turns: number;
}

/** Begins a thread, then goes on in it. @returns how many whole answers of the bot stand there, whenever it is asked */
type Thread = (text: string) => Promise<() => number>;

const slack = await FakeSlack.start();
const discord = await FakeDiscord.open();
const model = createServer((request, response) => void speak(request, response));
const members = Array.from({ length: PEOPLE }, (_, at) => discord.person(`p${at}`));
const begin: Readonly<Record<Asked["platform"], (person: number) => Thread>> = { slack: onSlack, discord: onDiscord };
let talks = 0;

process.on("disconnect", () => process.exit());
process.on("message", (asked: Asked) => void talk(asked));
model.listen(0, "127.0.0.1", () => {
  const { botToken, appToken } = slack.api;
  const { port } = model.address() as AddressInfo;
  const places = { slackUrl: slack.apiUrl, discordUrl: discord.url, modelUrl: `http://127.0.0.1:${port}/v1` };
  process.send?.({ kind: "open", botToken, appToken, discordToken: discord.token, ...places });
});

/** So many threads at once, at most as many as there are people. */
async function talk({ platform, threads, turns }: Asked): Promise<void> {
  const told = Array.from({ length: threads }, () => converse(begin[platform](talks++ % PEOPLE), turns));
  const answers = (await Promise.all(told)).reduce((sum, count) => sum + count, 0);
  // Slack looks through all its messages at each call.
  for (const message of slack.workspace.messages) slack.workspace.remove(message);
  process.send?.({ kind: "answered", answers });
}

async function converse(say: Thread, turns: number): Promise<number> {
  let answers: () => number = none;
  for (let turn = 1; turn <= turns; turn++) {
    answers = await say(`question ${turn}`);
    for (const until = Date.now() + PATIENCE_MS; answers() < turn && Date.now() < until; ) await wait(20);
  }
  return answers();
}

function none(): number {
  return 0;
}

function onSlack(person: number): Thread {
  const [user, channel] = [`U${person + 100}`, `C${person + 100}`];
  slack.workspace.addUser(user, user);
  slack.workspace.addChannel(channel, channel);
  let thread: string | undefined;
  return async (text) => {
    if (thread === undefined) thread = slack.people.mention(text, { user, channel }).ts;
    else slack.people.say(text, { user, channel, thread });
    const place = thread;
    const whole = () => slack.messages(channel, place).filter((one) => one.bot && isWhole(one.text, one.buttons));
    return () => whole().length;
  };
}

function onDiscord(at: number): Thread {
  const [person] = members.slice(at);
  if (person === undefined) throw new Error(`Expected one of ${PEOPLE} people, got ${at}.`);
  let thread: string | undefined;
  return async (text) => {
    if (thread === undefined) thread = (await person.says(discord.general.id, `${discord.mention} ${text}`)).id;
    else await person.says(thread, text);
    const place = thread;
    const own = () => discord.messages(place).filter(({ author }) => author === discord.world.bot);
    return () => own().filter((message) => isWhole(message.content, buttonsOf(message))).length;
  };
}

function isWhole(shown: string, buttons: readonly unknown[]): boolean {
  return buttons.length === 0 && shown.includes(DONE);
}

/** A cell for each question, and a sentence for each result. */
async function speak(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as {
    readonly messages: readonly { readonly content: string }[];
  };
  const after = body.messages.at(-1)?.content.startsWith("```result");
  const text = after === true ? DONE : 'I look.\n\n```python\nx = 1\nprint("x")\n```\n';
  sse(response, ...(text.match(/[\s\S]{1,9}/g) ?? []).map((piece) => delta(piece)), delta("", "stop"));
  response.end("data: [DONE]\n\n");
}
