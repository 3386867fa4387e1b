import { runParts } from "./run-parts.ts";
import { soakFaults } from "./soak/faults.ts";
import { soakKills } from "./soak/kills.ts";
import { soakTurns } from "./soak/turns.ts";

const parts: Readonly<Record<string, () => Promise<boolean>>> = {
  faults: soakFaults,
  turns: soakTurns,
  kills: soakKills,
};

await runParts(parts, process.argv.slice(2), async (part) => {
  if (!(await part())) process.exitCode = 1;
});
