import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { DiscordAdapter } from "../../../src/adapters/discord/discord-adapter.ts";
import { inviteLink } from "../../../src/adapters/discord/invite.ts";
import { words } from "../../../src/core/words/words.ts";
import { Failure } from "../../../src/failure.ts";
import { FakeDiscord } from "../../fakes/discord/fake-discord.ts";
import { discordBench, invitedRights, Listening, meeting, optionsFor } from "./discord-bench.ts";

const sentenceOf = ({ code, facts }: Failure) => words("en").failure(code, facts, (name) => `!${name}`);

async function failureOf(opening: Promise<unknown>): Promise<Failure> {
  try {
    await opening;
  } catch (error) {
    assert.ok(error instanceof Failure, String(error));
    return error;
  }
  return assert.fail("Expected a failure.");
}

describe("the bot on Discord, starting", () => {
  it("is ready when it hears and its commands are there, under the name that people see", async (t) => {
    const { adapter, discord } = await meeting(t);
    assert.equal(adapter.name, "threadbook");
    assert.equal(discord.gateway.identified, 1);
    assert.equal(discord.commandNames.length, 3);
    assert.equal(adapter.invite, undefined, "a simulated Discord has no link that leads to it");
    const link = inviteLink(discord.world.bot.id);
    assert.equal(invitedRights(link), discord.world.granted);
    assert.match(link, /^https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+&scope=bot\+applications\.commands&/);
  });

  it("says which setting is wrong before anything has begun", async () => {
    const discord = await FakeDiscord.open();
    const failure = await failureOf(DiscordAdapter.open({ ...(await optionsFor(discord)), token: "wrong" }));
    assert.equal(failure.code, "token-refused");
    assert.match(sentenceOf(failure), /DISCORD_TOKEN.*401/);
    assert.equal(discord.gateway.identified, 0);
    await discord.close();
  });

  it("names what to click where it may not read messages", async () => {
    const discord = await FakeDiscord.open({ messageContent: false });
    const failure = await failureOf(DiscordAdapter.open(await optionsFor(discord)));
    const page = `https://discord.com/developers/applications/${discord.world.bot.id}/bot`;
    assert.equal(failure.facts["page"], page);
    assert.match(sentenceOf(failure), /Message Content Intent/);
    await discord.close();
  });

  it("says that Discord cannot be reached", async () => {
    const discord = await FakeDiscord.open();
    const options = await optionsFor(discord);
    await discord.close();
    const failure = await failureOf(DiscordAdapter.open(options));
    assert.equal(failure.code, "platform-unreachable");
  });

  it("waits for the server of its settings to let it in, and has its commands there once it does", async (t) => {
    const { discord, adapter, ada, listening } = await meeting(t, { letIn: false, guildCommands: true });
    assert.equal(adapter.awaits, discord.world.guild);
    assert.deepEqual(discord.commandNames, []);
    discord.letBotIn();
    await discord.changes.until("the commands", () => discord.commandNames.length === 3);
    await ada.says(discord.general.id, `${discord.mention} hello`);
    await listening.heard();
    assert.equal(adapter.awaits, undefined);
  });

  it("registers its commands later where Discord only fails for a while", async (t) => {
    const { discord, adapter } = await discordBench({ speed: 100 });
    t.after(async () => {
      await adapter[Symbol.asyncDispose]();
      await discord.close();
    });
    // The client tries four times by itself.
    discord.faults.plan(/^PUT .*\/commands$/, { kind: "refused", status: 503, code: 0 }, 6);
    await adapter.start(new Listening());
    await discord.changes.until("the commands", () => discord.commandNames.length === 3);
  });

  it("refuses to start where Discord refuses its commands for good", async () => {
    const { discord, adapter } = await discordBench({ guildCommands: true });
    discord.faults.plan(/^PUT .*\/commands$/, { kind: "refused", status: 400, code: 30032 });
    const failure = await failureOf(adapter.start(new Listening()));
    assert.match(sentenceOf(failure), /DISCORD_GUILD/);
    await adapter[Symbol.asyncDispose]();
    await discord.close();
  });

  it("lets go of Discord for good when it is closed before Discord has answered", () => {
    const program = fileURLToPath(new URL("close-early.ts", import.meta.url));
    const { status, signal, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8", timeout: 20_000 });
    assert.deepEqual({ status, signal }, { status: 0, signal: null }, `It does not come to its end. ${stderr}`);
  });

  it("is shut out for good when its token or its intent is taken away, and does not try again", async (t) => {
    for (const code of [4004, 4014]) {
      const { discord, adapter } = await meeting(t);
      discord.gateway.drop(code);
      const failure = await failureOf(adapter.shutOut);
      assert.equal(failure.code, "token-refused");
      assert.equal(discord.gateway.identified, 1);
    }
  });

  for (const [code, why] of [
    [4011, /so many servers/],
    [4012, /Update it/],
  ] as const) {
    it(`says what can be done when the gateway closes for a reason that is not the token's (${code})`, async (t) => {
      const { discord, adapter } = await meeting(t);
      discord.gateway.drop(code);
      const sentence = sentenceOf(await failureOf(adapter.shutOut));
      assert.match(sentence, why);
      assert.doesNotMatch(sentence, /DISCORD_TOKEN/);
    });
  }
});
