import { once } from "node:events";
import { stdin, stdout } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { Lease } from "../../../src/core/store/lease.ts";
import { openStore } from "../../../src/core/store/open-store.ts";
import { Failure } from "../../../src/failure.ts";

/** A process of its own that takes a lease, says "held", and gives it back when its input ends. */
const [location = "", name = ""] = process.argv.slice(2);
await using store = await openStore(location, ({ why }) => {
  throw new Error(why);
});
try {
  await using lease = await Lease.take(store, name, (ms, signal) => wait(ms, undefined, { signal }));
  stdout.write("held\n");
  stdin.resume();
  await Promise.race([once(stdin, "end"), lease.lost]);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  stdout.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 1;
}
