import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { App, SocketModeReceiver } from "@slack/bolt";
import { FakeSlack } from "./fake-slack.ts";
import { quietLogger } from "./quiet-logger.ts";

describe("the simulated Socket Mode, listened to by Bolt", () => {
  it("tells a mention twice, with two event ids and one timestamp", () =>
    listen(async (slack, heard) => {
      const { ts } = slack.people.mention("plot");
      await slack.until(() => heard.length === 2);
      assert.deepEqual(
        heard.map((event) => [event.type, event.ts]),
        [
          ["message", ts],
          ["app_mention", ts],
        ],
      );
      assert.notEqual(heard[0]?.id, heard[1]?.id);
    }));

  it("tells the bot its own messages and edits", () =>
    listen(async (slack, heard, app) => {
      const { ts = "" } = await app.client.chat.postMessage({ channel: "C1", text: "mine" });
      await app.client.chat.update({ channel: "C1", ts, text: "changed" });
      await slack.until(() => heard.length === 2);
      assert.deepEqual(
        heard.map(({ subtype }) => subtype),
        [undefined, "message_changed"],
      );
    }));

  it("tells an event again when it was not acknowledged", () =>
    listen(async (slack, heard) => {
      slack.sockets.patience = { ackMs: 20, retriesMs: [0] };
      slack.sockets.drop();
      await slack.until(() => slack.sockets.count === 0);
      slack.people.say("in the gap");
      await slack.until(() => slack.sockets.unanswered.length === 1);
      slack.sockets.patience = { ackMs: 3000, retriesMs: [] };
      await slack.until(() => slack.sockets.count === 1);
      slack.people.say("after it");
      await slack.until(() => heard.length >= 1);
    }));

  it("takes commands, buttons and modals, and notices who does not acknowledge", () =>
    listen(async (slack, _heard, app) => {
      app.command("/run", async ({ ack, client, body }) => {
        await ack();
        const title = { type: "plain_text" as const, text: "Run" };
        await client.views.open({ trigger_id: body.trigger_id, view: { type: "modal", title, blocks: [] } });
      });
      app.command("/slow", async () => undefined);
      app.action("stop", ({ ack }) => ack());
      app.view("", ({ ack }) => ack());
      assert.deepEqual(await slack.people.command("/run", "1"), {});
      await slack.until(() => slack.workspace.views[0]);
      const message = slack.people.say("x");
      assert.deepEqual(await slack.people.press(message, { type: "button", action_id: "stop", value: "1" }), {});
      slack.sockets.patience = { ackMs: 20, retriesMs: [] };
      assert.equal(await slack.people.command("/slow", ""), undefined);
    }));

  it("asks for a new connection", () =>
    listen(async (slack, heard) => {
      slack.sockets.refresh();
      await slack.until(() => slack.calls("apps.connections.open").length === 2 && slack.sockets.count === 1);
      // Bolt that is stopped before it has heard of its new connection dies of it.
      slack.people.say("on the new connection");
      await slack.until(() => heard.length === 1);
    }));
});

interface Heard {
  readonly type: string;
  readonly subtype: string | undefined;
  readonly ts: string | undefined;
  readonly id: string;
}

async function listen(talk: (slack: FakeSlack, heard: Heard[], app: App) => Promise<void>): Promise<void> {
  await using slack = await FakeSlack.start();
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const { appToken, botToken: token } = slack.api;
  const installerOptions = { clientOptions: { ...clientOptions } };
  const receiver = new SocketModeReceiver({ appToken, clientPingTimeout: 50, installerOptions, logger: quietLogger });
  const app = new App({ token, receiver, convoStore: false, clientOptions, logger: quietLogger, ignoreSelf: false });
  const heard: Heard[] = [];
  app.event(/./, async ({ event, body }) => {
    const { subtype, ts } = event as { subtype?: string; ts?: string };
    heard.push({ type: event.type, subtype, ts, id: body.event_id });
    slack.workspace.changed();
  });
  await app.start();
  try {
    await talk(slack, heard, app);
  } finally {
    await app.stop();
    await slack.until(() => slack.sockets.count === 0);
  }
}
