import type { ZodMiniType } from "zod/mini";

/** Holds what was said on the wire against Discord's own schemas; what they refuse is kept for the end of the test. */
export class Judge {
  readonly #violations: string[] = [];

  /** What was wrong so far; asking takes it off the list. */
  take(): readonly string[] {
    return this.#violations.splice(0);
  }

  accuse(what: string): void {
    this.#violations.push(what);
  }

  /** @returns whether the request is one that Discord takes: no wrong value, and no key that it does not know */
  request(what: string, schema: ZodMiniType, body: unknown): boolean {
    const parsed = schema.safeParse(body);
    if (!parsed.success) this.accuse(`${what}: ${JSON.stringify(parsed.error.issues)}`);
    const lost = parsed.success ? lostKeys(body, parsed.data) : [];
    if (lost.length > 0) this.accuse(`${what}: Discord knows no ${lost.join(", ")}`);
    return parsed.success && lost.length === 0;
  }

  /** What the simulator itself says. */
  payload<Payload>(what: string, schema: ZodMiniType, payload: Payload): Payload {
    const parsed = schema.safeParse(payload);
    if (!parsed.success) this.accuse(`the simulator's ${what}: ${JSON.stringify(parsed.error.issues)}`);
    return payload;
  }
}

/** discord.js itself puts these into edits, answers and threads, where the schemas have no word for them. */
const tolerated = new Set(["tts", "enforce_nonce", "type"]);

/** The schemas drop keys that they do not know. */
function lostKeys(said: unknown, kept: unknown, path = ""): readonly string[] {
  if (!isRecord(said) || !isRecord(kept)) return [];
  return Object.entries(said).flatMap(([key, value]) => {
    const here = path === "" ? key : `${path}.${key}`;
    if (tolerated.has(key)) return [];
    return key in kept ? lostKeys(value, kept[key], here) : [here];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
