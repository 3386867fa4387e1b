import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** What the server does with one request for a completion. */
export type Play = (request: RecordedRequest, response: ServerResponse) => void | Promise<void>;

export interface RecordedRequest {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
  /** Resolves when the other side is gone before the answer was complete. */
  readonly aborted: Promise<void>;
}

/** A chat completion server on a free loopback port, which plays one `Play` a request and records what it was asked. */
export class ModelServer implements AsyncDisposable {
  readonly requests: RecordedRequest[] = [];
  /** What `GET /v1/models` answers; undefined for 404. */
  models: unknown = {
    object: "list",
    data: [{ id: "glm-4-9b-chat", object: "model", owned_by: "vllm", max_model_len: 32768 }],
  };
  readonly #plays: Play[];
  readonly #server: Server;

  private constructor(plays: readonly Play[]) {
    this.#plays = [...plays];
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(...plays: readonly Play[]): Promise<ModelServer> {
    const server = new ModelServer(plays);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("Expected the server to listen.");
    return `http://127.0.0.1:${address.port}/v1`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    if (path === "/v1/models") return sendJson(response, this.models === undefined ? 404 : 200, this.models ?? {});
    let text = "";
    for await (const piece of request) text += String(piece);
    const aborted = new Promise<void>((resolve) => response.on("close", () => response.writableFinished || resolve()));
    const recorded = { path, headers: request.headers, body: JSON.parse(text || "{}"), aborted };
    this.requests.push(recorded);
    const play = this.#plays.shift();
    if (!play) return sendJson(response, 500, { error: { message: "the test has no play for this request" } });
    await play(recorded, response);
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** One chunk with a delta of content. */
export function delta(content: string | null, finish: string | null = null): object {
  return { object: "chat.completion.chunk", choices: [{ index: 0, delta: { content }, finish_reason: finish }] };
}

export function sse(response: ServerResponse, ...chunks: readonly (object | string)[]): void {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
  for (const chunk of chunks) response.write(typeof chunk === "string" ? chunk : `data: ${JSON.stringify(chunk)}\n\n`);
}

/** Says the pieces, then how it ended, then `[DONE]`. */
export function says(pieces: readonly string[], finish = "stop", usage?: object): Play {
  return (_request, response) => {
    sse(response, ...pieces.map((piece) => delta(piece)), delta("", finish));
    if (usage) sse(response, { choices: [], usage });
    response.end("data: [DONE]\n\n");
  };
}

/** Answers with an error in OpenAI's form. */
export function refuses(status: number, message: string, headers: Record<string, string> = {}): Play {
  return (_request, response) => sendJson(response, status, { error: { message } }, headers);
}

/** Sends the chunks as they are, then closes the connection without an end. */
export function breaksAfter(...chunks: readonly (object | string)[]): Play {
  return async (_request, response) => {
    sse(response, ...chunks);
    await new Promise((resolve) => setImmediate(resolve));
    response.socket?.end();
    response.destroy();
  };
}

/** Sends the chunks and then nothing more. */
export function hangsAfter(...chunks: readonly (object | string)[]): Play {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    sse(response, ...chunks);
  };
}
