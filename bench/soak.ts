import { soakFaults } from "./soak/faults.ts";
import { soakKills } from "./soak/kills.ts";
import { soakTurns } from "./soak/turns.ts";

const parts: Readonly<Record<string, () => Promise<boolean>>> = {
  faults: soakFaults,
  turns: soakTurns,
  kills: soakKills,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  process.stderr.write(`Expected parts out of ${Object.keys(parts).join(", ")}, got '${unknown.join("', '")}'.\n`);
  process.exitCode = 2;
} else {
  for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
    process.stdout.write(`\n${name}\n`);
    if (!(await parts[name]?.())) process.exitCode = 1;
  }
}
