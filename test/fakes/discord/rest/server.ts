import type { IncomingMessage, ServerResponse } from "node:http";
import { applicationRoutes } from "./application.ts";
import { Buckets } from "./buckets.ts";
import { type Call, readCall } from "./call.ts";
import { callbackRoutes } from "./callbacks.ts";
import { channelRoutes } from "./channels.ts";
import { type Fault, Faults } from "./faults.ts";
import { messageRoutes } from "./messages.ts";
import { Refusal, refuse } from "./refusal.ts";
import type { Answer, Route, Site } from "./route.ts";
import { webhookRoutes } from "./webhooks.ts";

const routes: readonly Route[] = [
  ...applicationRoutes,
  ...channelRoutes,
  ...messageRoutes,
  ...callbackRoutes,
  ...webhookRoutes,
];

/** A request as a test looks at it. */
export interface Logged {
  /** Such as `POST /channels/17/messages`. */
  readonly route: string;
  readonly body: unknown;
  readonly at: number;
  readonly status: number;
}

type Headers = Readonly<Record<string, string>>;

/** Discord's REST interface: authorization, rate limits, schemas, faults, and the answer of the route. */
export class Rest {
  readonly faults = new Faults();
  readonly log: Logged[] = [];
  rateLimits = false;
  readonly #site: Site;
  readonly #token: string;
  readonly #buckets: Buckets;

  constructor(site: Site, token: string) {
    this.#site = site;
    this.#token = token;
    this.#buckets = new Buckets(site.world.now);
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const call = await readCall(request, url);
    const name = `${call.method} ${call.path}`;
    const fault = await this.#faultFor(name, request);
    if (fault === "lost-request") return;
    const at = this.#site.world.now();
    const done = await this.#answer(call, fault);
    const { status, body, headers } =
      typeof fault === "object" && "kind" in fault ? { status: fault.status, body: {}, headers: {} } : done;
    this.log.push({ route: name, body: call.body, at, status });
    this.#site.world.changes.tell({ kind: "request", route: name, status });
    if (fault === "lost-answer" || fault === "late") return void request.socket.destroy();
    // An answer without a body must not name a type: the client would parse it.
    response.writeHead(status, { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  async #faultFor(
    name: string,
    request: IncomingMessage,
  ): Promise<
    "lost-request" | "lost-answer" | "late" | Extract<Fault, { kind: "done-and-failed" }> | Refusal | undefined
  > {
    const fault = await this.faults.next(name);
    if (fault?.kind === "lost-request") request.socket.destroy();
    if (fault?.kind === "late") {
      request.socket.destroy();
      await fault.until;
    }
    const details = { retry_after: 0.02, global: false, headers: {} };
    if (fault?.kind === "limited") return new Refusal(429, 0, "You are being rate limited.", details);
    if (fault?.kind === "refused") return new Refusal(fault.status, fault.code, "As the test wants it");
    if (fault?.kind === "done-and-failed") return fault;
    return fault === undefined || fault.kind === "delayed" ? undefined : fault.kind;
  }

  async #answer(call: Call, fault: unknown): Promise<Answer & { readonly headers: Headers }> {
    let headers: Headers = {};
    try {
      const { route, parameters } = this.#find(call);
      headers = this.#take(route, parameters);
      if (fault instanceof Refusal) throw fault;
      this.#check(route, call);
      return { ...(await route.answer(this.#site, call, ...parameters)), headers };
    } catch (error) {
      if (!(error instanceof Refusal)) this.#site.world.judge.accuse(`the simulator: ${describe(error)}`);
      const { status, code, message, details } = error instanceof Refusal ? error : new Refusal(500, 0, "Internal");
      return {
        status,
        body: { message, code, ...details },
        headers: status === 429 ? limitedHeaders(details, headers) : headers,
      };
    }
  }

  #find(call: Call): { readonly route: Route; readonly parameters: readonly string[] } {
    for (const route of routes) {
      const match = route.method === call.method ? route.path.exec(call.path) : null;
      if (match !== null) return { route, parameters: match.slice(1).filter((part) => part !== undefined) };
    }
    this.#site.world.judge.accuse(`no route for ${call.method} ${call.path}`);
    return refuse(404, 0, "404: Not Found");
  }

  #check({ open, request }: Route, call: Call): void {
    if (!open && call.authorization !== `Bot ${this.#token}`) refuse(401, 0, "401: Unauthorized");
    if (request === undefined) return;
    const schema = typeof request === "function" ? request(call.body) : request;
    const fine = this.#site.world.judge.request(`${call.method} ${call.path}`, schema, call.body);
    if (!fine) refuse(400, 50035, "Invalid Form Body", { errors: {} });
  }

  #take({ bucket, open }: Route, parameters: readonly string[]): Headers {
    if (!this.rateLimits) return {};
    // Interactions do not count towards the limit of the whole bot.
    const all = open ? undefined : this.#buckets.take({ key: "global", limit: 50, windowMs: 1_000 });
    if (all?.retryAfter !== undefined) {
      refuse(429, 0, "You are being rate limited.", { retry_after: all.retryAfter, global: true });
    }
    const own = bucket && this.#buckets.take(bucket(parameters));
    if (own?.retryAfter !== undefined) {
      const details = { retry_after: own.retryAfter, global: false, headers: own.headers };
      refuse(429, 0, "You are being rate limited.", details);
    }
    return own?.headers ?? {};
  }
}

function limitedHeaders(details: object, headers: Headers): Headers {
  const {
    retry_after: after,
    global,
    headers: bucket,
  } = details as {
    readonly retry_after: number;
    readonly global: boolean;
    readonly headers?: Headers;
  };
  const scope = global
    ? { "x-ratelimit-global": "true", "x-ratelimit-scope": "global" }
    : { "x-ratelimit-scope": "user" };
  return { ...headers, ...bucket, ...scope, "retry-after": `${Math.ceil(after)}` };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
