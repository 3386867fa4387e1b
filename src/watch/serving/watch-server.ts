import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Need, readiness } from "./readiness.ts";

/** A process that is later than this is as good as dead. */
const LAG_LIMIT_MS = 1_000;

/** What there is to see. */
export interface Watched {
  /** Empty until the bot has started. */
  needs(): readonly Need[];
  /** How late the process is, in milliseconds. */
  lagMs(): number;
  metrics(): Promise<{ readonly type: string; readonly text: string }>;
}

interface Page {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** `/healthz`, `/readyz` and `/metrics`, for whoever watches the bot: on a port of their own, without a key. */
export class WatchServer implements AsyncDisposable {
  readonly #server: Server;

  private constructor(watched: Watched) {
    this.#server = createServer((request, response) => void answer(request, response, watched));
  }

  /**
   * @param port 0 means any that is free
   * @throws {Error} the system's, such as `EADDRINUSE`
   */
  static async open(watched: Watched, host: string, port: number): Promise<WatchServer> {
    const opened = new WatchServer(watched);
    await new Promise<void>((resolve, reject) => {
      opened.#server.once("error", reject);
      opened.#server.listen(port, host, resolve);
    });
    // It never keeps a bot alive that has nothing else to do.
    opened.#server.unref();
    return opened;
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("Expected the watch server to listen.");
    return address.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, watched: Watched): Promise<void> {
  const { status, type, text } = await pageOf(request, watched).catch(() => plain(500, "failed"));
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(request.method === "HEAD" ? undefined : text);
}

async function pageOf({ method, url = "/" }: IncomingMessage, watched: Watched): Promise<Page> {
  if (method !== "GET" && method !== "HEAD") return plain(405, "only GET and HEAD");
  switch (url.replace(/\?.*$/s, "")) {
    case "/healthz":
      return health(watched.lagMs());
    case "/readyz": {
      const { ready, needs } = await readiness(watched.needs());
      return json(ready ? 200 : 503, { ready, needs });
    }
    case "/metrics":
      return { status: 200, ...(await watched.metrics()) };
    default:
      return plain(404, "there is /healthz, /readyz and /metrics");
  }
}

function health(lagMs: number): Page {
  const healthy = lagMs <= LAG_LIMIT_MS;
  return json(healthy ? 200 : 503, { healthy, lagMs: Math.round(lagMs) });
}

function json(status: number, value: object): Page {
  return { status, type: "application/json", text: `${JSON.stringify(value)}\n` };
}

function plain(status: number, sentence: string): Page {
  return { status, type: "text/plain", text: `${sentence}\n` };
}
