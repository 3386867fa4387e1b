import type { IncomingMessage } from "node:http";
import type { Json } from "./message.ts";
import { invalid } from "./refusal.ts";

/** The arguments of one call of the Web API, read strictly. */
export class Arguments {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  static of(request: IncomingMessage, body: Uint8Array): Arguments {
    const type = request.headers["content-type"] ?? "";
    const text = new TextDecoder().decode(body);
    if (!type.startsWith("application/json")) return new Arguments(new Map(new URLSearchParams(text)));
    const entries = Object.entries(JSON.parse(text) as Json);
    return new Arguments(new Map(entries.map(([key, value]) => [key, asText(value)])));
  }

  get all(): Json {
    return Object.fromEntries(this.#values);
  }

  maybe(name: string): string | undefined {
    return this.#values.get(name);
  }

  needed(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined || value === "") throw invalid("invalid_arguments", `missing required field: ${name}`);
    return value;
  }

  /** A nested value, which Slack takes as JSON. */
  json<Value>(name: string): Value | undefined {
    const text = this.#values.get(name);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      throw invalid("invalid_arguments", `must be valid JSON: ${name}`);
    }
  }
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
