import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { webApi } from "@slack/bolt";
import { FakeSlack } from "./fake-slack.ts";
import { quietLogger } from "./quiet-logger.ts";

const picture = Buffer.from("89504e470d0a1a0a", "hex");

describe("the simulated Web API, called by Slack's own client", () => {
  it("knows its own token and says the scopes", async () => {
    await using slack = await FakeSlack.start();
    const answer = await clientOf(slack).auth.test();
    assert.equal(answer.user_id, "UBOT");
    assert.ok(answer.response_metadata?.scopes?.includes("chat:write"));
    await assert.rejects(clientOf(slack, { token: "xoxb-other" }).auth.test(), /invalid_auth/);
    await assert.rejects(clientOf(slack).apps.connections.open({}), /not_allowed_token_type/);
    await assert.rejects(clientOf(slack).apiCall("no.such"), /unknown_method/);
  });

  it("posts, edits and deletes, and shows what people see", async () => {
    await using slack = await FakeSlack.start();
    const client = clientOf(slack);
    const blocks = [{ type: "markdown", text: "**one**" }] as const;
    const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "one", blocks: [...blocks] });
    await client.chat.update({ channel: "C1", ts, text: "two", blocks: [{ type: "markdown", text: "**two**" }] });
    await client.reactions.add({ channel: "C1", timestamp: ts, name: "eyes" });
    const [message] = slack.messages("C1");
    assert.deepEqual(
      { text: message?.text, edited: message?.edited, reactions: message?.reactions },
      { text: "**two**", edited: true, reactions: ["eyes"] },
    );
    await client.chat.delete({ channel: "C1", ts });
    assert.deepEqual(slack.messages("C1"), []);
  });

  it("refuses what Slack refuses, and says where the fault is", async () => {
    await using slack = await FakeSlack.start();
    const client = clientOf(slack);
    const tooLong = [{ type: "section" as const, text: { type: "mrkdwn" as const, text: "x".repeat(3001) } }];
    await assert.rejects(client.chat.postMessage({ channel: "C1", text: "x", blocks: tooLong }), (error) => {
      assert.ok(error instanceof webApi.WebAPIPlatformError);
      assert.match(String(error.data.response_metadata?.messages), /json-pointer:\/blocks\/0\/text\/text/);
      return true;
    });
    await assert.rejects(client.chat.postMessage({ channel: "C9", text: "x" }), /channel_not_found/);
    const markdown = Array.from({ length: 2 }, () => ({ type: "markdown" as const, text: "x".repeat(7000) }));
    await assert.rejects(
      client.chat.postMessage({ channel: "C1", text: "x", blocks: markdown }),
      /msg_blocks_too_long/,
    );
    await assert.rejects(client.chat.update({ channel: "C1", ts: "1.1", text: "x" }), /message_not_found/);
    slack.api.scopes = [];
    await assert.rejects(client.chat.postMessage({ channel: "C1", text: "x" }), /missing_scope/);
  });

  it("shows an uploaded file later than it answers, with its alt text and bytes", async () => {
    await using slack = await FakeSlack.start();
    const show = Promise.withResolvers<"shown">();
    slack.sharing.when = () => show.promise;
    const client = clientOf(slack);
    const thread = slack.people.say("here").ts;
    const to = { channel_id: "C1", thread_ts: thread };
    await client.files.uploadV2({ ...to, file: picture, filename: "figure.png", alt_text: "a line" });
    const [id = ""] = slack.workspace.files.keys();
    assert.deepEqual((await client.files.info({ file: id })).file?.shares, {});
    show.resolve("shown");
    const file = await slack.until(() => slack.messages("C1", thread)[1]?.files[0]);
    assert.deepEqual(
      { name: file.name, alt: file.alt, bytes: Buffer.from(file.bytes) },
      { name: "figure.png", alt: "a line", bytes: picture },
    );
    const { file: info } = await client.files.info({ file: id });
    assert.equal(info?.shares?.public?.["C1"]?.[0]?.thread_ts, thread);
  });

  it("gives files only to who may read them, and else a page to sign in", async () => {
    await using slack = await FakeSlack.start();
    const { files = [] } = slack.people.say("look", { files: [{ name: "a.csv", bytes: Buffer.from("x,y") }] });
    const url = String(files[0]?.["url_private_download"]);
    const headers = { authorization: `Bearer ${slack.api.botToken}` };
    assert.equal(await (await fetch(url, { headers })).text(), "x,y");
    slack.api.scopes = [];
    for (const answer of [await fetch(url), await fetch(url, { headers })]) {
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get("content-type") ?? "", /html/);
    }
  });

  it("finds a message by its metadata, only when they are asked for", async () => {
    await using slack = await FakeSlack.start();
    const client = clientOf(slack);
    const { ts } = slack.people.say("question");
    const metadata = { event_type: "threadbook_message", event_payload: { key: "1" } };
    await client.chat.postMessage({ channel: "C1", thread_ts: ts, text: "x", metadata });
    const without = await client.conversations.replies({ channel: "C1", ts });
    assert.deepEqual(
      without.messages?.map((message) => message.metadata),
      [undefined, undefined],
    );
    const found = await client.conversations.replies({ channel: "C1", ts, include_all_metadata: true });
    assert.deepEqual(found.messages?.[1]?.metadata?.event_payload, { key: "1" });
  });

  it("limits posts in a channel and edits in the workspace", async () => {
    let now = 0;
    await using slack = await FakeSlack.start({ now: () => now });
    slack.rates.on = true;
    const client = clientOf(slack);
    const { ts = "" } = await client.chat.postMessage({ channel: "C1", text: "x" });
    await assert.rejects(client.chat.postMessage({ channel: "C1", text: "x" }), { retryAfter: 1 });
    await client.chat.postMessage({ channel: "C2", text: "x" });
    now = 1000;
    await client.chat.postMessage({ channel: "C1", text: "x" });
    for (let edits = 0; edits < 50; edits++) await client.chat.update({ channel: "C1", ts, text: `${edits}` });
    await assert.rejects(client.chat.update({ channel: "C1", ts, text: "x" }), { retryAfter: 60 });
  });

  it("loses what a test wants it to lose", async () => {
    await using slack = await FakeSlack.start();
    const client = clientOf(slack);
    slack.faults.plan("chat.postMessage", { kind: "answer-lost" });
    await assert.rejects(client.chat.postMessage({ channel: "C1", text: "arrived" }), webApi.WebAPIRequestError);
    slack.faults.plan("chat.postMessage", { kind: "request-lost" });
    await assert.rejects(client.chat.postMessage({ channel: "C1", text: "lost" }), webApi.WebAPIRequestError);
    const letGo = slack.faults.hold();
    const held = client.chat.postMessage({ channel: "C1", text: "held" });
    letGo();
    await held;
    assert.deepEqual(
      slack.messages("C1").map(({ text }) => text),
      ["arrived", "held"],
    );
  });
});

function clientOf(slack: FakeSlack, { token = slack.api.botToken } = {}) {
  return new webApi.WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quietLogger,
  });
}
