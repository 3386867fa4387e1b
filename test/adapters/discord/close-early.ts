import { discordBench, Listening } from "./discord-bench.ts";

// A program of its own: closes the bot in the moment in which the gateway has let it in, before it hears of that.
const { discord, adapter } = await discordBench();
void adapter.start(new Listening());
await discord.changes.until("the gateway to let the bot in", () => discord.gateway.identified > 0);
await adapter[Symbol.asyncDispose]();
await discord.close();
