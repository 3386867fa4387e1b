import { Failure } from "../../failure.ts";

const LIMIT_MS = 2_000;

/** One thing that answers need. */
export interface Need {
  readonly name: string;
  /** Rejects while it is not there. */
  look(): Promise<void>;
}

export interface Readiness {
  readonly ready: boolean;
  /** "ok", or why not, by the need's name. */
  readonly needs: Readonly<Record<string, string>>;
}

/** Looks at all needs at once. What they say of themselves is a code or a word, never a secret or an address. */
export async function readiness(needs: readonly Need[], limitMs = LIMIT_MS): Promise<Readiness> {
  const answers = await Promise.all(needs.map(async (need) => [need.name, await answerOf(need, limitMs)] as const));
  const ready = needs.length > 0 && answers.every(([, answer]) => answer === "ok");
  return { ready, needs: Object.fromEntries(answers) };
}

async function answerOf(need: Need, limitMs: number): Promise<string> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve(`no answer within ${limitMs} ms`), limitMs);
  const looked = need.look().then(() => "ok", wordOf);
  return await Promise.race([looked, late.promise]).finally(() => clearTimeout(timer));
}

function wordOf(error: unknown): string {
  return error instanceof Failure ? error.code : "failed";
}
