import type { Json } from "./message.ts";

/** What Slack answers with `ok: false`. */
export class Refusal extends Error {
  readonly body: Json;

  constructor(error: string, more: Json = {}) {
    super(error);
    this.body = { ok: false, error, ...more };
  }
}

/** A refusal that says where in the arguments the fault is, as Slack words it. */
export function invalid(error: string, fault: string, pointer?: string): Refusal {
  const message = `[ERROR] ${fault}${pointer === undefined ? "" : ` [json-pointer:${pointer}]`}`;
  return new Refusal(error, { response_metadata: { messages: [message] } });
}
