import assert from "node:assert/strict";
import { test } from "node:test";
import { discordCheck } from "../../../src/doctor/remote/discord-check.ts";
import { JsonServer, type Said } from "../../fakes/json-server.ts";
import { findingFrom, somePatient } from "../some-patient.ts";

const me: Said = { body: { id: "1", username: "threadbook" } };
const guild = "123456789";

function application(flags: number): Said {
  return { body: { id: "1", flags } };
}

async function examined(answers: Readonly<Record<string, Said>>, settings: Readonly<Record<string, string>> = {}) {
  const paths = Object.entries(answers).map(([path, said]) => [`/api/v10${path}`, said] as const);
  await using discord = await JsonServer.start(Object.fromEntries(paths));
  const given = { DISCORD_TOKEN: "hunter2", DISCORD_API_URL: `${discord.url}/api` };
  const finding = await findingFrom(discordCheck(somePatient({ ...given, ...settings })));
  return { ...finding, tokens: new Set(discord.requests.map(({ headers }) => headers.authorization)) };
}

for (const bit of [18, 19]) {
  test(`a token that is accepted, with Message Content (bit ${bit}), is right`, async () => {
    const { sign, said, tokens } = await examined({ "/users/@me": me, "/applications/@me": application(1 << bit) });
    assert.deepEqual([sign, said], ["ok", "threadbook: the token is accepted, Message Content is on"]);
    assert.deepEqual([...tokens], ["Bot hunter2"]);
  });
}

test("without Message Content the bot does not work, and the switch is named", async () => {
  const { sign, more } = await examined({ "/users/@me": me, "/applications/@me": application(1 << 15) });
  assert.equal(sign, "wrong");
  assert.match(more.join(), /^intent missing: Message Content\..*Privileged Gateway Intents/);
});

test("the server of the settings must have the bot", async () => {
  const answers = { "/users/@me": me, "/applications/@me": application(1 << 19) };
  const settings = { DISCORD_GUILD: guild };
  const out = await examined({ ...answers, [`/guilds/${guild}`]: { status: 403 } }, settings);
  assert.equal(out.sign, "wrong");
  assert.match(out.more.join(), /not a member of server 123456789/);
  const member = await examined({ ...answers, [`/guilds/${guild}`]: { body: { name: "Acme" } } }, settings);
  assert.match(member.said, /a member of Acme$/);
});

test("a token that Discord refuses is wrong, and so is an answer that says nothing", async () => {
  const refused = await examined({ "/users/@me": { status: 401 }, "/applications/@me": { status: 401 } });
  assert.deepEqual([refused.sign, refused.said], ["wrong", "the token is refused"]);
  const unread = await examined({ "/users/@me": { body: [] }, "/applications/@me": { status: 500 } });
  assert.equal(unread.sign, "wrong");
  assert.match(unread.said, /users\/@me: 200, applications\/@me: 500/);
});

test("a Discord that is not there is wrong", async () => {
  const { said } = await examined({}, { DISCORD_API_URL: "http://127.0.0.1:9/api" });
  assert.match(said, /Discord cannot be reached/);
});
