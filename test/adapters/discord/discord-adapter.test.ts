import { adapterContract } from "../../contracts/adapter-contract.ts";
import { type DiscordBench, discordBench } from "./discord-bench.ts";

const harmful = [
  "@everyone",
  "@here",
  "<@12345>",
  "<@!12345>",
  "<@&12345>",
  "<#12345>",
  "discord.gg/abc",
  "discord.com/invite/abc",
  "\x1b[2J",
  "a ``` b",
];

adapterContract("Discord, in a thread", async () => benchOf(await discordBench(), false));
adapterContract("Discord, in direct messages", async () => benchOf(await discordBench(), true));

function benchOf({ discord, adapter, ada }: DiscordBench, direct: boolean) {
  const general = discord.general.id;
  const thread = () => discord.snapshot().find(({ kind }) => kind === "thread")?.id;
  return {
    adapter,
    harmful,
    hold: () => discord.faults.hold(),
    async say(text: string) {
      const standing = direct ? ada.direct().id : thread();
      if (standing === undefined) await ada.says(general, `${discord.mention} ${text}`);
      else await ada.says(standing, text);
    },
    shown: async () =>
      discord
        .answers()
        .map(({ content }) => content)
        .join("\n"),
    async raw() {
      return discord.requests
        .map(({ body }) => (body as { readonly content?: string } | undefined)?.content ?? "")
        .join("\n");
    },
    close: () => discord.close(),
  };
}
