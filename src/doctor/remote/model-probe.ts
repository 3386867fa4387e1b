import { Completions } from "../../core/model/served/completions.ts";
import { Fault } from "../../core/model/served/fault.ts";
import { profileOf } from "../../core/model/served/sampling.ts";
import { STOP_STRINGS } from "../../core/model/served/stop-strings.ts";

/** What a small completion tells of a server. */
export interface Probed {
  readonly firstWordMs: number;
  /** Whether the answer came in more than one piece. */
  readonly streams: boolean;
  /** Whether the answer ended where it was told to; undefined when the model did not get there. */
  readonly stops: boolean | undefined;
}

const QUESTION = "Count from 1 to 6 in digits, separated by spaces. Write nothing else.";
const BEFORE_STOP = "3";
const STOP = "4";
const MOST_TOKENS = 64;

/**
 * Asks the model to count, and to stop in the middle.
 * @throws {Failure} one of the `model-…` codes
 */
export async function probeModel(
  server: { readonly baseUrl: string; readonly model: string; readonly apiKey: string | undefined },
  limitMs: number,
  signal: AbortSignal,
): Promise<Probed> {
  const completions = new Completions({ ...server, stop: [STOP, ...STOP_STRINGS], now: Date.now });
  const sampling = { ...profileOf(server.model).sampling, maxTokens: MOST_TOKENS };
  const patience = { firstTokenMs: limitMs, betweenTokensMs: limitMs };
  const startedAt = performance.now();
  let firstWordMs: number | undefined;
  let pieces = 0;
  let text = "";
  try {
    await using stream = await completions.open([{ role: "user", content: QUESTION }], sampling, patience, signal);
    for await (const chunk of stream) {
      if (chunk.text === "" && chunk.thinking === "") continue;
      firstWordMs ??= performance.now() - startedAt;
      pieces += 1;
      text += chunk.text;
    }
    signal.throwIfAborted();
    if (firstWordMs === undefined) throw stream.brokeOff();
    return { firstWordMs, streams: pieces > 1, stops: stopsIn(text) };
  } catch (error) {
    throw error instanceof Fault ? error.failure : error;
  }
}

function stopsIn(text: string): boolean | undefined {
  if (text.includes(STOP)) return false;
  return text.includes(BEFORE_STOP) ? true : undefined;
}
