import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, it } from "node:test";
import {
  ActionRowBuilder,
  type BaseInteraction,
  ButtonBuilder,
  ButtonStyle,
  DiscordAPIError,
  Events,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import { connected, type Pair } from "./real-client.ts";

const run = new SlashCommandBuilder()
  .setName("run")
  .setDescription("Runs Python")
  .addStringOption((option) => option.setName("code").setDescription("Python"));
const stop = new ActionRowBuilder<ButtonBuilder>().addComponents(
  new ButtonBuilder().setCustomId("v1:stop").setLabel("Stop").setStyle(ButtonStyle.Danger),
);
const field = new TextInputBuilder().setCustomId("code").setStyle(TextInputStyle.Paragraph);
const form = new ModalBuilder()
  .setCustomId("form")
  .setTitle("Python")
  .addLabelComponents(new LabelBuilder().setLabel("Code").setTextInputComponent(field));

const refused = (code: number) => (error: unknown) => error instanceof DiscordAPIError && error.code === code;

async function heard({ client }: Pair): Promise<BaseInteraction> {
  const [interaction] = (await once(client, Events.InteractionCreate)) as [BaseInteraction];
  return interaction;
}

describe("the simulated Discord, its interactions", () => {
  it("registers commands and takes their answers, seen by all or by one", async (t) => {
    const pair = await connected(t);
    const { discord, client } = pair;
    await client.application.commands.set([run.toJSON()], discord.world.guild);
    assert.deepEqual(discord.commandNames, ["run"]);
    const ada = discord.person("Ada");
    const next = heard(pair);
    const used = ada.uses(discord.general.id, "run", { code: "print(1)" });
    const command = await next;
    assert.ok(command.isChatInputCommand());
    assert.equal(command.options.getString("code"), "print(1)");
    await command.deferReply();
    assert.equal(used.acknowledged, "deferred");
    await command.editReply({
      content: "1",
      components: [stop],
      files: [{ attachment: Buffer.from("x"), name: "x.txt" }],
    });
    assert.equal(used.original?.content, "1");
    await command.followUp({ content: "only you", flags: MessageFlags.Ephemeral });
    const seen = discord.snapshot()[0]?.messages ?? [];
    assert.deepEqual(
      seen.map(({ content, onlyFor }) => [content, onlyFor]),
      [
        ["1", undefined],
        ["only you", ada.user.id],
      ],
    );
    await assert.rejects(command.fetchReply("17"), refused(10008));
    const pressed = heard(pair);
    assert.ok(used.original);
    const press = ada.presses(used.original, "Stop");
    const button = await pressed;
    assert.ok(button.isButton());
    await button.deferUpdate();
    assert.equal(press.acknowledged, "updated");
    await assert.rejects(
      client.rest.post(`/interactions/${press.id}/${press.token}/callback`, { body: { type: 6 } }),
      refused(40060),
    );
  });

  it("brings up a form and takes what is sent", async (t) => {
    const pair = await connected(t);
    const { discord, client } = pair;
    await client.application.commands.set([run.toJSON()]);
    const ada = discord.person("Ada");
    const next = heard(pair);
    const used = ada.uses(discord.general.id, "run");
    const command = await next;
    assert.ok(command.isChatInputCommand());
    await command.showModal(form);
    const sent = heard(pair);
    ada.submits(used, { code: "a = 1\nprint(a)" });
    const submit = await sent;
    assert.ok(submit.isModalSubmit());
    assert.equal(submit.fields.getTextInputValue("code"), "a = 1\nprint(a)");
    await submit.reply({ content: "got it", flags: MessageFlags.Ephemeral });
  });

  it("takes an acknowledgement for 3 s and an answer for 15 minutes", async (t) => {
    let now = Date.now();
    const pair = await connected(t, { now: () => now });
    const { discord, client } = pair;
    await client.application.commands.set([run.toJSON()]);
    const ada = discord.person("Ada");
    const late = heard(pair);
    ada.uses(discord.general.id, "run");
    const missed = await late;
    now += 3_001;
    assert.ok(missed.isChatInputCommand());
    await assert.rejects(missed.deferReply(), refused(10062));
    await assert.rejects(
      client.rest.patch(`/webhooks/${client.user.id}/${missed.token}/messages/@original`, {
        body: { content: "x" },
        auth: false,
      }),
      refused(10015),
    );
    const next = heard(pair);
    ada.uses(discord.general.id, "run");
    const command = await next;
    assert.ok(command.isChatInputCommand());
    await command.deferReply();
    now += 15 * 60_000 + 1;
    await assert.rejects(command.editReply("too late"), refused(50027));
  });
});
