import { once } from "node:events";
import { stdin, stdout } from "node:process";
import { openStore } from "../../src/core/store/open-store.ts";

/** A process of its own on a store. It says "ready", waits for a line, then does its job and prints a line a step. */
const [location = "", job = "", ...rest] = process.argv.slice(2);
await using store = await openStore(location, ({ why }) => {
  throw new Error(why);
});
stdout.write("ready\n");
await once(stdin, "data");
stdin.destroy();
if (job === "claim") for (const key of rest) stdout.write(`${key} ${await store.claim(key, 60_000)}\n`);
if (job === "write") {
  for (let number = 1; ; number++) {
    await store.set(`written/${number}`, { number, filler: "é".repeat(number * 50) });
    stdout.write(`${number}\n`);
  }
}
