import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Failure } from "../../../src/failure.ts";
import { SlackBench } from "./slack-bench.ts";

describe("the connection to Slack", () => {
  it("knows the bot's name once it is there", async () => {
    await using bench = await SlackBench.start();
    assert.equal(bench.adapter.name, "threadbook");
    assert.deepEqual(bench.warnings, []);
  });

  it("refuses to start with a wrong token, and says which", async () => {
    await using wrongBot = await SlackBench.open({ botToken: "xoxb-wrong" });
    await assert.rejects(wrongBot.listen(), isFailure({ setting: "SLACK_BOT_TOKEN", said: "invalid_auth" }));
    assert.equal(wrongBot.slack.sockets.count, 0);
    await using wrongApp = await SlackBench.open({ appToken: "xapp-wrong" });
    await assert.rejects(wrongApp.listen(), isFailure({ setting: "SLACK_APP_TOKEN", said: "invalid_auth" }));
    await using swapped = await SlackBench.open({ appToken: "xoxb-fake" });
    await assert.rejects(swapped.listen(), isFailure({ setting: "SLACK_APP_TOKEN", said: "not_allowed_token_type" }));
  });

  it("says that Slack cannot be reached", async () => {
    await using bench = await SlackBench.open();
    bench.slack.faults.plan("auth.test", { kind: "request-lost" }, 9);
    await assert.rejects(bench.listen(), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "platform-unreachable");
      return true;
    });
  });

  it("names the scopes that the app was not given", async () => {
    await using bench = await SlackBench.open();
    bench.slack.api.scopes = bench.slack.api.scopes.filter((scope) => scope !== "files:write");
    await bench.listen();
    assert.match(bench.warnings.join(), /files:write/);
  });

  it("survives frames that Bolt dies of", async () => {
    await using bench = await SlackBench.start();
    for (const frame of ["null", "[]", "{", '{"type":"events_api","envelope_id":"1","payload":{}}', "7"]) {
      bench.slack.sockets.raw(frame);
    }
    bench.slack.people.mention("still there?");
    assert.equal((await bench.hear()).incoming.text, "still there?");
  });

  it("connects anew when Slack asks for it, breaks off, or will not be reached for a while", async () => {
    await using bench = await SlackBench.start();
    const { slack } = bench;
    const faults = [
      () => slack.sockets.refresh(),
      () => slack.sockets.drop(),
      () => {
        slack.faults.plan("apps.connections.open", { kind: "broken", status: 503 }, 5);
        slack.faults.plan("apps.connections.open", { kind: "request-lost" }, 2);
        slack.faults.plan("apps.connections.open", { kind: "refused", error: "internal_error" }, 2);
        slack.sockets.drop();
      },
    ];
    for (const [at, fault] of faults.entries()) {
      const before = slack.connections;
      fault();
      await slack.until(() => slack.connections > before && slack.sockets.count === 1);
      slack.people.mention(`after ${at}`);
      assert.equal((await bench.hear(at)).incoming.text, `after ${at}`);
    }
  });

  it("says when Slack will not let it in again", async () => {
    await using bench = await SlackBench.start();
    bench.slack.api.appToken = "xapp-new";
    bench.slack.sockets.drop();
    await assert.rejects(bench.adapter.shutOut, isFailure({ setting: "SLACK_APP_TOKEN", said: "invalid_auth" }));
  });

  it("can be ended at any moment of a reconnect", async () => {
    for (const moment of ["dropped", "asking", "connected"] as const) {
      await using bench = await SlackBench.start();
      const { slack } = bench;
      const letGo = moment === "asking" ? slack.faults.hold("apps.connections.open") : () => undefined;
      const before = slack.connections;
      slack.sockets.drop();
      await slack.until(() => slack.sockets.count === 0);
      if (moment === "asking") await slack.until(() => slack.calls("apps.connections.open").length > 1);
      if (moment === "connected") await slack.until(() => slack.connections > before);
      await bench.adapter[Symbol.asyncDispose]();
      letGo();
      await slack.until(() => slack.sockets.count === 0);
    }
  });
});

function isFailure(facts: object) {
  return (error: unknown) => {
    assert.ok(error instanceof Failure);
    assert.deepEqual([error.code, error.facts], ["token-refused", facts]);
    return true;
  };
}
