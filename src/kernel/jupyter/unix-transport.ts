import http from "node:http";
import net from "node:net";
import { WebSocket } from "ws";

/** One Jupyter message; figures and printed text come in far smaller ones. */
export const MESSAGE_LIMIT_BYTES = 64 * 1024 * 1024;

/** `fetch` over a unix socket; the host name of the request's address is not looked at. */
export class UnixHttp {
  readonly #socketPath: string;
  readonly #agent = new http.Agent({ keepAlive: true });

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  /** @throws {TypeError} where there is no answer, as the global `fetch` does */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const body = Buffer.from(await request.arrayBuffer());
    const headers = { ...Object.fromEntries(request.headers), host: "localhost", "content-length": body.length };
    const path = pathname + search;
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const fail = (cause: Error) =>
      reject(new TypeError(`No answer from the Jupyter server: ${cause.message}`, { cause }));
    http
      .request({ socketPath: this.#socketPath, agent: this.#agent, method: request.method, path, headers })
      .on("response", (message) => void readResponse(message).then(resolve, fail))
      .on("error", fail)
      .end(body);
    return promise;
  };

  close(): void {
    this.#agent.destroy();
  }
}

async function readResponse(message: http.IncomingMessage): Promise<Response> {
  const body = Buffer.concat(await message.toArray());
  const status = message.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return new Response(status === 204 || status === 304 ? null : body, { status, headers });
}

export interface SocketEvents {
  opened(socket: WebSocket): void;
  /** A message above MESSAGE_LIMIT_BYTES came: it is lost, and the socket is closed. */
  tooLarge(): void;
  /** @returns which messages the receiver is to be given now that this one has come */
  sift(message: unknown): readonly unknown[];
  /** A message of so many bytes came, whatever is in it. */
  arrived(bytes: number): void;
  /** A message that the receiver cannot read. */
  unreadable(error: unknown): void;
}

/** @returns a class of web sockets that connect to `socketPath`, whatever the host of their address */
export function unixWebSocket(socketPath: string, events: SocketEvents) {
  return class UnixWebSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols ?? [], {
        createConnection: () => net.connect({ path: socketPath }),
        perMessageDeflate: false,
        maxPayload: MESSAGE_LIMIT_BYTES,
      });
      events.opened(this);
      this.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") events.tooLarge();
      });
    }

    // A kernel may send anything; an error thrown while that is read would take the process down.
    override emit(event: string | symbol, ...values: unknown[]): boolean {
      if (event !== "message") return super.emit(event, ...values);
      const [message, ...rest] = values;
      events.arrived(bytesOf(message));
      for (const given of events.sift(message)) this.#give(given, rest);
      return true;
    }

    #give(message: unknown, rest: readonly unknown[]): void {
      try {
        super.emit("message", message, ...rest);
      } catch (error) {
        events.unreadable(error);
      }
    }
  };
}

function bytesOf(message: unknown): number {
  return message instanceof ArrayBuffer || ArrayBuffer.isView(message) ? message.byteLength : 0;
}
