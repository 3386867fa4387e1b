import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import sharp from "sharp";
import { cellId } from "../../../src/core/ids.ts";
import type { TurnEvent } from "../../../src/core/turn.ts";
import { ended, fold, type Meeting, meeting } from "./discord-bench.ts";

const cell = cellId("1");
const opened = (code: string): TurnEvent => ({ kind: "cell-opened", cell, code });
const printed = (text: string): TurnEvent => {
  return { kind: "cell-printed", cell, output: { kind: "stream", stream: "stdout", text } };
};
const cleared: TurnEvent = { kind: "cell-printed", cell, output: { kind: "cleared" } };
const closed: TurnEvent = { kind: "cell-closed", cell, end: { outcome: "ok", kept: true, generation: 1 } };

/** A figure of so many pixels a side, which tells it from the others. */
async function figure({ blobs }: Meeting, side: number): Promise<TurnEvent> {
  const create = { width: side, height: side, channels: 3, background: "#808080" } as const;
  const data = await sharp({ create }).png().toBuffer();
  const picture = {
    hash: await blobs.put(data),
    mime: "image/png",
    width: side,
    height: side,
    bytes: data.length,
  } as const;
  return { kind: "cell-printed", cell, output: { kind: "display", result: false, shown: { picture } } };
}

async function sideOf(bytes: Uint8Array): Promise<string> {
  return `${(await sharp(bytes).metadata()).width} pixels`;
}

async function seen({ discord }: Meeting): Promise<readonly string[]> {
  return await Promise.all(
    discord.answers().map(async ({ content, attachments: [file] }) => {
      if (file === undefined) return content;
      return file.mime === "image/png" ? await sideOf(file.bytes) : file.name;
    }),
  );
}

/** An answer that shows so far what `events` say. */
async function begun(t: TestContext, ...events: readonly TurnEvent[]) {
  const met = await meeting(t);
  const { discord, ada, listening } = met;
  await ada.says(discord.general.id, `${discord.mention} draw`);
  const { reply } = await listening.heard();
  reply.draw(fold(...events));
  return { ...met, reply };
}

describe("a post to Discord of which nobody knows what became", () => {
  it("gives way to the figure that has taken its figure's place", async (t) => {
    const met = await begun(t, opened("draw()"));
    const { discord, reply } = met;
    const [first, second] = [await figure(met, 4), await figure(met, 8)];
    await discord.changes.until("the code", () => discord.answers().length === 1);
    discord.faults.plan(/^POST .*\/messages$/, { kind: "lost-answer" });
    reply.draw(fold(opened("draw()"), first));
    await discord.changes.until("the figure", () => discord.answers().length === 2);
    reply.draw(fold(opened("draw()"), first, cleared, second, closed, ended));
    assert.deepEqual(await reply.settle(), { kind: "delivered" });
    assert.deepEqual(await seen(met), ["```python\ndraw()\n```", "8 pixels"]);
  });

  it("goes with the figure that was cleared, where nothing takes its place", async (t) => {
    const met = await begun(t, opened("draw()"));
    const { discord, reply } = met;
    const only = await figure(met, 4);
    await discord.changes.until("the code", () => discord.answers().length === 1);
    discord.faults.plan(/^POST .*\/messages$/, { kind: "lost-answer" });
    reply.draw(fold(opened("draw()"), only));
    await discord.changes.until("the figure", () => discord.answers().length === 2);
    reply.draw(fold(opened("draw()"), only, cleared, closed, ended));
    assert.deepEqual(await reply.settle(), { kind: "delivered" });
    assert.deepEqual(await seen(met), ["```python\ndraw()\n```"]);
  });

  it("gives way to the file that stands before its text at last", async (t) => {
    const code = Array.from({ length: 90 }, (_, at) => `line_number_${at} = ${at}`).join("\n");
    const met = await begun(t, opened(code));
    const { discord, reply } = met;
    await discord.changes.until("the code", () => discord.answers().length > 0);
    discord.faults.plan(/^POST .*\/messages$/, { kind: "lost-answer" });
    const output = printed("o".repeat(600));
    reply.draw(fold(opened(code), output));
    await discord.changes.until("the output", () => discord.answers().some(({ content }) => content.includes("oo")));
    reply.draw(fold(opened(code), output, closed, ended));
    assert.deepEqual(await reply.settle(), { kind: "delivered" });
    const shown = await seen(met);
    assert.deepEqual([shown.at(-2), shown.at(-1)?.includes("ooo")], ["1.py", true]);
  });

  for (const [name, later, shown] of [
    ["figure", async (met: Meeting) => [cleared, await figure(met, 8), closed], /^8 pixels$/],
    ["text", async () => [cleared, closed, { kind: "prose", text: "o".repeat(1_990) } as const], /^o+$/],
  ] as const) {
    it(`is mended into the ${name} that is wanted by then, where it arrives after a look for it`, async (t) => {
      const met = await begun(t, opened("draw()"));
      const { discord, reply } = met;
      const [first, then] = [await figure(met, 4), await later(met)];
      await discord.changes.until("the code", () => discord.answers().length === 1);
      const made = (call: RegExp) => discord.requests.filter(({ route }) => call.test(route)).length;
      const looked = discord.changes.until("a look", () => made(/^GET .*\/messages$/) > 0).then(() => undefined);
      discord.faults.plan(/^POST .*\/messages$/, { kind: "late", until: looked });
      reply.draw(fold(opened("draw()"), first));
      await looked;
      reply.draw(fold(opened("draw()"), first, ...then, ended));
      assert.deepEqual(await reply.settle(), { kind: "delivered" });
      const [code, after, ...more] = await seen(met);
      assert.match(code ?? "", /draw/);
      assert.match(after ?? "", shown);
      assert.deepEqual(more, []);
      assert.equal(made(/^DELETE/), 1, "The late figure was there.");
    });
  }
});
