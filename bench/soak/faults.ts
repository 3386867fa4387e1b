import { playOn, type StageName, stages } from "../../test/faults/stages.ts";

const FAULTS = 1_000;
const FAULTS_A_SEED = 25;
const LONGEST_MS = 10 * 60_000;

/**
 * Plays conversations until so many faults were injected, each seed on a platform of its own; `THREADBOOK_SEED` plays one
 * again, such as `slack:17`.
 * @returns whether all was as promised
 */
export async function soakFaults(): Promise<boolean> {
  const [platform, seed] = process.env["THREADBOOK_SEED"]?.split(":") ?? [];
  if (isStage(platform)) return (await played(platform, Number(seed), true)).right;
  const begun = performance.now();
  let [faults, rounds, ordered, right] = [0, 0, 0, true];
  for (let next = Date.now() % 1_000_000; faults < FAULTS && performance.now() - begun < LONGEST_MS; next++) {
    for (const name of Object.keys(stages).filter(isStage)) {
      const round = await played(name, next, false);
      faults += round.faults;
      rounds += round.rounds;
      ordered += round.ordered;
      right &&= round.right;
    }
  }
  const tookS = ((performance.now() - begun) / 1000).toFixed(0);
  process.stdout.write(`${faults} faults in ${tookS} s; ${ordered} of ${rounds} rounds judged for order\n`);
  return right;
}

async function played(name: StageName, seed: number, whole: boolean) {
  const { faults, rounds, ordered, wrong, story } = await playOn(name, seed, FAULTS_A_SEED);
  process.stdout.write(`THREADBOOK_SEED=${name}:${seed}  ${faults} faults  ${wrong.length === 0 ? "ok" : "WRONG"}\n`);
  const lines = [...wrong, ...(whole || wrong.length > 0 ? story : [])];
  if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
  return { faults, rounds, ordered, right: wrong.length === 0 };
}

function isStage(name: string | undefined): name is StageName {
  return name !== undefined && Object.hasOwn(stages, name);
}
