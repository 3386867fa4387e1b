import { botScopes } from "../../../config/slack-scopes.ts";
import { Arguments } from "./arguments.ts";
import type { Faults } from "./faults.ts";
import type { Json } from "./message.ts";
import { chat } from "./methods/chat.ts";
import { conversations } from "./methods/conversations.ts";
import { files } from "./methods/files.ts";
import type { Method, Office } from "./methods/method.ts";
import { people } from "./methods/people.ts";
import type { Rates } from "./rates.ts";
import { Refusal } from "./refusal.ts";

/** What somebody has granted who set the app up by the manifest. */
const manifestScopes = await botScopes();
const methods = new Map<string, Method>(Object.entries({ ...people, ...chat, ...files, ...conversations }));

/** One call of the Web API, as it came. */
export interface Call {
  readonly method: string;
  readonly args: Json;
  readonly at: number;
}

/** What goes back over HTTP; "cut" is a connection that breaks. */
export type Answer =
  | { readonly kind: "answer"; readonly status: number; readonly body: Json; readonly retryAfter?: number }
  | { readonly kind: "cut" };

/** Slack's Web API: tokens, scopes, limits and planned faults first, then the method itself. */
export class WebApi {
  /** Every call, oldest first. */
  readonly calls: Call[] = [];
  botToken = "xoxb-fake";
  appToken = "xapp-fake";
  scopes = manifestScopes;
  readonly #office: Office;
  readonly #faults: Faults;
  readonly #rates: Rates;

  constructor(office: Office, faults: Faults, rates: Rates) {
    this.#office = office;
    this.#faults = faults;
    this.#rates = rates;
  }

  async answer(method: string, token: string, args: Arguments): Promise<Answer> {
    this.calls.push({ method, args: args.all, at: Date.now() });
    this.#office.workspace.changed();
    const faults = this.#faults.take(method);
    for (const fault of faults) if (fault.kind === "held") await fault.until;
    const fault = faults.find(({ kind }) => kind !== "held");
    if (fault?.kind === "request-lost") return { kind: "cut" };
    if (fault?.kind === "refused") return ok({ ok: false, error: fault.error });
    if (fault?.kind === "broken") return { kind: "answer", status: fault.status, body: {} };
    const wait = fault?.kind === "limited" ? fault.retryAfterSeconds : this.#rates.take(method, args.maybe("channel"));
    if (wait !== undefined) {
      return { kind: "answer", status: 429, body: { ok: false, error: "ratelimited" }, retryAfter: wait };
    }
    const body = this.#perform(method, token, args);
    return fault?.kind === "answer-lost" ? { kind: "cut" } : ok(body);
  }

  #perform(name: string, token: string, args: Arguments): Json {
    try {
      const method = methods.get(name);
      if (method === undefined) throw new Refusal("unknown_method", { req_method: name });
      this.#admit(method, token);
      return { ok: true, ...method.answer(args, this.#office) };
    } catch (error) {
      if (error instanceof Refusal) return error.body;
      throw error;
    }
  }

  #admit({ scope, token: kind }: Method, token: string): void {
    if (token === "") throw new Refusal("not_authed");
    const right = kind === "app" ? this.appToken : this.botToken;
    const wrong = kind === "app" ? this.botToken : this.appToken;
    if (token === wrong) throw new Refusal("not_allowed_token_type");
    if (token !== right) throw new Refusal("invalid_auth");
    if (scope !== undefined && !this.scopes.includes(scope)) {
      throw new Refusal("missing_scope", { needed: scope, provided: this.scopes.join(",") });
    }
  }
}

function ok(body: Json): Answer {
  return { kind: "answer", status: 200, body };
}
