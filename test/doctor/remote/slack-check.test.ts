import assert from "node:assert/strict";
import { test } from "node:test";
import { botScopes } from "../../../config/slack-scopes.ts";
import { slackCheck } from "../../../src/doctor/remote/slack-check.ts";
import { JsonServer, type Said } from "../../fakes/json-server.ts";
import { findingFrom, somePatient } from "../some-patient.ts";

const all = await botScopes();
const socket: Said = { body: { ok: true, url: "wss://somewhere" } };

function self(scopes: readonly string[]): Said {
  return { headers: { "x-oauth-scopes": scopes.join(", ") }, body: { ok: true, user: "threadbook", team: "Acme" } };
}

async function examined(auth: Said, open: Said) {
  await using slack = await JsonServer.start({ "/api/auth.test": auth, "/api/apps.connections.open": open });
  const settings = { SLACK_BOT_TOKEN: "xoxb-hunter2", SLACK_APP_TOKEN: "xapp-hunter2" };
  const patient = somePatient({ ...settings, SLACK_API_URL: `${slack.url}/api` });
  const finding = await findingFrom(slackCheck(patient));
  return { ...finding, tokens: slack.requests.map(({ headers }) => headers.authorization) };
}

test("tokens that are accepted, with every scope of the manifest, are right", async () => {
  const { sign, said, tokens } = await examined(self([...all, "more:read"]), socket);
  assert.equal(sign, "ok", said);
  assert.equal(said, `threadbook in Acme: both tokens are accepted, all ${all.length} scopes are granted`);
  assert.deepEqual(new Set(tokens), new Set(["Bearer xoxb-hunter2", "Bearer xapp-hunter2"]));
});

test("each scope that is missing is named", async () => {
  const { sign, more } = await examined(self(all.filter((scope) => !scope.startsWith("files:"))), socket);
  assert.equal(sign, "wrong");
  assert.deepEqual(more.slice(0, -1), ["scope missing: files:read", "scope missing: files:write"]);
  assert.match(more.at(-1) ?? "", /slack-manifest\.json/);
});

test("a token that Slack refuses is named with what Slack says, both at once", async () => {
  const refused = { body: { ok: false, error: "invalid_auth" } };
  const bot = await examined(refused, refused);
  assert.equal(bot.sign, "wrong");
  assert.match(bot.more.join("\n"), /SLACK_BOT_TOKEN: Slack answers invalid_auth[^]*SLACK_APP_TOKEN/);
  const app = await examined(self(all), { body: { ok: false, error: "missing_scope" } });
  assert.equal(app.sign, "wrong");
  assert.match(app.more.join("\n"), /^SLACK_APP_TOKEN: Slack answers missing_scope.*connections:write/);
});

test("a Slack that is not there, or talks otherwise, is wrong", async () => {
  const settings = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
  const nowhere = await findingFrom(slackCheck(somePatient({ ...settings, SLACK_API_URL: "http://127.0.0.1:9/api" })));
  assert.match(nowhere.said, /Slack cannot be reached \((?:ECONNREFUSED|no answer)\)/);
  const broken = await examined({ status: 502, body: "bad gateway" }, socket);
  assert.match(broken.said, /Slack cannot be reached \(status 502\)/);
  const troubled = await examined(self(all), { body: { ok: false, error: "internal_error" } });
  assert.match(troubled.said, /Slack cannot be reached \(internal_error\)/);
});
