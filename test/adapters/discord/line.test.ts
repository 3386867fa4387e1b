import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, it, type TestContext } from "node:test";
import { REST, type RESTOptions } from "discord.js";
import { systemClock } from "../../../src/adapters/chat/clock.ts";
import { Line } from "../../../src/adapters/discord/line.ts";
import { Pace } from "../../../src/adapters/discord/pace.ts";

function lineOn(t: TestContext, makeRequest: RESTOptions["makeRequest"]) {
  const closing = new AbortController();
  const rest = new REST({ retries: 0, makeRequest }).setToken("token");
  t.after(() => {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  });
  const pace = new Pace(systemClock, closing.signal);
  const log = { warn: () => undefined };
  return { closing, line: new Line(rest, "1", { clock: systemClock, pace, closing: closing.signal, log }) };
}

describe("the bot's line to Discord", () => {
  it("leaves nothing behind that waits for the bot's end, whether a request is done or refused", async (t) => {
    const statuses = [200, 200, 403];
    const { line, closing } = lineOn(t, async () => {
      const answer = Response.json({ id: "3", code: 50013, message: "" }, { status: statuses.shift() ?? 500 });
      const { ok, status, statusText, headers } = answer;
      const read = { json: () => answer.json(), text: () => answer.text(), arrayBuffer: () => answer.arrayBuffer() };
      return { ok, status, statusText, headers, body: null, bodyUsed: false, ...read };
    });
    await line.post("1", { content: "one" });
    await line.edit("1", "3", { content: "two" });
    await assert.rejects(line.edit("1", "3", { content: "three" }));
    assert.deepEqual(getEventListeners(closing.signal, "abort"), []);
  });

  it("ends a request under way with the bot, and begins none after it", async (t) => {
    const begun = Promise.withResolvers<void>();
    const { line, closing } = lineOn(t, async (_url, { signal }) => {
      begun.resolve();
      signal?.throwIfAborted();
      return await new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("ended"))));
    });
    const ended = assert.rejects(line.post("1", { content: "one" }));
    await begun.promise;
    closing.abort();
    await ended;
    await assert.rejects(line.post("1", { content: "two" }));
    assert.deepEqual(getEventListeners(closing.signal, "abort"), []);
  });
});
