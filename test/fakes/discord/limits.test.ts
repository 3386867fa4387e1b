import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ChannelType } from "discord.js";
import { connected, type Pair } from "./real-client.ts";
import { Buckets } from "./rest/buckets.ts";

function general({ discord, client }: Pair) {
  const channel = client.channels.cache.get(discord.general.id);
  assert.ok(channel?.type === ChannelType.GuildText);
  return channel;
}

describe("the simulated Discord, its limits and faults", () => {
  it("answers 429 after five requests in five seconds, and the client reads its headers", async (t) => {
    const pair = await connected(t, { rateLimits: true });
    const message = await general(pair).send("0");
    for (let at = 1; at < 5; at++) await message.edit(`${at}`);
    const limited = new Promise<number>((resolve) =>
      pair.client.rest.once("rateLimited", ({ limit }) => resolve(limit)),
    );
    const late = message.edit("late").catch(() => undefined);
    assert.equal(await limited, 5);
    const raw = await fetch(`${pair.discord.url}/v10/channels/${message.channelId}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${pair.discord.token}`, "content-type": "application/json" },
      body: JSON.stringify({ content: "too many" }),
    });
    assert.equal(raw.status, 429);
    assert.equal(raw.headers.get("x-ratelimit-remaining"), "0");
    assert.ok(((await raw.json()) as { retry_after: number }).retry_after > 0);

    void late;
  });

  it("gives a bucket back when its window ends", () => {
    let now = 0;
    const buckets = new Buckets(() => now);
    const bucket = { key: "a", limit: 2, windowMs: 1_000 };
    assert.deepEqual(
      [1, 2, 3].map(() => buckets.take(bucket).retryAfter),
      [undefined, undefined, 1],
    );
    now = 1_000;
    assert.equal(buckets.take(bucket).retryAfter, undefined);
  });

  it("loses requests and answers, refuses and waits as a test wants it", async (t) => {
    const pair = await connected(t);
    const channel = general(pair);
    pair.discord.faults.plan(/^POST .*messages$/, { kind: "lost-request" });
    await assert.rejects(channel.send("never there"));
    assert.deepEqual(pair.discord.answers(), []);
    pair.discord.faults.plan(/^POST .*messages$/, { kind: "lost-answer" });
    await assert.rejects(channel.send({ content: "there", nonce: "1", enforceNonce: true }));
    await channel.send({ content: "there", nonce: "1", enforceNonce: true });
    assert.equal(pair.discord.answers().length, 1);
    pair.discord.faults.plan(/typing$/, { kind: "refused", status: 403, code: 50013 });
    await assert.rejects(channel.sendTyping(), /test wants/);
    const letGo = pair.discord.faults.hold();
    const held = channel.send("held");
    letGo();
    await held;
    assert.equal(pair.discord.answers().length, 2);
  });
});
