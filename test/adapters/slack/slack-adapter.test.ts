import { adapterContract } from "../../contracts/adapter-contract.ts";
import { SlackBench } from "./slack-bench.ts";

const calls = ["chat.postMessage", "chat.update", "chat.postEphemeral", "files.getUploadURLExternal"];

adapterContract("Slack", async () => {
  const bench = await SlackBench.open();
  const { adapter, slack } = bench;
  let thread: string | undefined;
  return {
    adapter,
    harmful: ["<!channel>", "<!here>", "<@U1>", "<#C1>", "<!subteam^S1>", "@everyone"],
    say: async (text) => {
      const { ts } = slack.people.mention(text, thread === undefined ? {} : { thread });
      thread ??= ts;
    },
    shown: async () =>
      slack
        .messages("C1")
        .filter(({ bot }) => bot)
        .map(({ text }) => text)
        .join("\n"),
    hold: () => slack.faults.hold(),
    raw: async () =>
      calls
        .flatMap((method) => slack.calls(method))
        .map(({ args }) => JSON.stringify(args))
        .join("\n"),
    close: () => bench[Symbol.asyncDispose](),
  };
});
