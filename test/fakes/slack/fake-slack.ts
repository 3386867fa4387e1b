import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { WebSocketServer } from "ws";
import { Announcer } from "./announcer.ts";
import { Arguments } from "./arguments.ts";
import { Crowd } from "./crowd.ts";
import { Faults } from "./faults.ts";
import { sendFile, takeUpload } from "./file-host.ts";
import type { SlackMessage } from "./message.ts";
import { Rates } from "./rates.ts";
import { takeResponse } from "./response-url.ts";
import { Sharing } from "./sharing.ts";
import { type Shown, shown } from "./shown.ts";
import { Sockets } from "./sockets.ts";
import { WebApi } from "./web-api.ts";
import { Workspace } from "./workspace.ts";

const pingMs = 10_000;
const patienceMs = 5000;

/** Slack on a free loopback port: a workspace with people, which speaks Slack's wire to the real client library. */
export class FakeSlack implements AsyncDisposable {
  readonly workspace = new Workspace();
  readonly faults = new Faults();
  readonly rates: Rates;
  readonly sockets = new Sockets(() => this.workspace.changed());
  readonly announcer = new Announcer(this.workspace, this.sockets);
  readonly sharing = new Sharing(this.workspace, this.announcer, () => this.url);
  readonly people = new Crowd(this.workspace, this.announcer, this.sockets, () => this.url);
  readonly api: WebApi;
  readonly #server: Server;
  readonly #pings: NodeJS.Timeout;
  /** How often the app has connected. */
  connections = 0;
  #port = 0;

  private constructor(now: () => number) {
    this.rates = new Rates(now);
    const { workspace, announcer, sharing } = this;
    const url = () => this.url;
    const socketUrl = () => `${this.url.replace("http:", "ws:")}/link?ticket=${workspace.nextId("ticket")}`;
    const office = {
      workspace,
      announcer,
      sharing,
      socketUrl,
      get url() {
        return url();
      },
    };
    this.api = new WebApi(office, this.faults, this.rates);
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        // Who called is gone in the middle of the call.
        if (!request.destroyed) throw error;
      });
    });
    new WebSocketServer({ server: this.#server, path: "/link" }).on("connection", (ws) => {
      this.connections++;
      this.sockets.connect(ws);
    });
    this.#pings = setInterval(() => this.sockets.ping(), pingMs);
    this.#pings.unref();
  }

  static async start({ port = 0, now = Date.now }: { port?: number; now?: () => number } = {}): Promise<FakeSlack> {
    const slack = new FakeSlack(now);
    await new Promise<void>((resolve) => slack.#server.listen(port, "127.0.0.1", resolve));
    const address = slack.#server.address();
    if (typeof address === "object" && address !== null) slack.#port = address.port;
    return slack;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** For `SLACK_API_URL`. */
  get apiUrl(): string {
    return `${this.url}/api/`;
  }

  /** What people see, oldest first: of a channel with all its threads, or of one thread. */
  messages(channel: string, thread?: string): readonly Shown[] {
    const { workspace } = this;
    const found: readonly SlackMessage[] =
      thread === undefined
        ? workspace.messages.filter((message) => message.channel === channel)
        : workspace.thread(channel, thread);
    return found.map((message) => shown(message, workspace));
  }

  calls(method: string) {
    return this.api.calls.filter((call) => call.method === method);
  }

  /** Resolves with what `look` finds, once it finds something, now or after a change. */
  until<Found>(look: () => Found | undefined | false, what = String(look), patience = patienceMs): Promise<Found> {
    const { promise, resolve, reject } = Promise.withResolvers<Found>();
    const glance = () => {
      const found = look();
      if (found !== undefined && found !== false) resolve(found);
    };
    const stop = this.workspace.subscribe(glance);
    const timer = setTimeout(() => reject(new Error(`Expected ${what}, waited for ${patience} ms.`)), patience);
    glance();
    return promise.finally(() => {
      clearTimeout(timer);
      stop();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#pings);
    this.sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await request.toArray().then((parts) => Buffer.concat(parts));
    const { pathname } = new URL(request.url ?? "/", this.url);
    const [, area, name = ""] = pathname.split("/");
    if (area === "api") return this.#call(name, request, body, response);
    if (area === "upload") return takeUpload(pathname, request, body, response, this.workspace);
    if (area === "files-pri") return sendFile(name, bearer(request), response, this.workspace, this.api);
    if (area === "response") return takeResponse(pathname, body, response, this.workspace);
    response.writeHead(404).end();
  }

  async #call(name: string, request: IncomingMessage, body: Uint8Array, response: ServerResponse): Promise<void> {
    const answer = await this.api.answer(name, bearer(request), Arguments.of(request, body));
    if (answer.kind === "cut") return void request.socket.destroy();
    const wait = answer.retryAfter === undefined ? {} : { "retry-after": String(answer.retryAfter) };
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "x-oauth-scopes": this.api.scopes.join(","),
      ...wait,
    };
    response.writeHead(answer.status, headers).end(JSON.stringify(answer.body));
  }
}

function bearer({ headers }: IncomingMessage): string {
  return (headers.authorization ?? "").replace(/^Bearer /, "");
}
