import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server answers. */
export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A server on a free loopback port that gives each path its answer; paths without one get 404. */
export class JsonServer implements AsyncDisposable {
  readonly requests: IncomingMessage[] = [];
  readonly #server: Server;

  private constructor(answers: Readonly<Record<string, Said>>) {
    this.#server = createServer((request, response) => {
      this.requests.push(request);
      const { status = 200, headers = {}, body } = answers[request.url ?? ""] ?? { status: 404 };
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    });
  }

  static async start(answers: Readonly<Record<string, Said>>): Promise<JsonServer> {
    const server = new JsonServer(answers);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
