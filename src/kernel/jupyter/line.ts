import { KernelAPI, type KernelConnection, KernelMessage, ServerConnection } from "@jupyterlab/services";
import type WebSocket from "ws";
import { type Received, readMessage, record, text } from "../messages.ts";
import { httpSettings, socketSettings } from "./endpoint-settings.ts";
import { FloodGate } from "./flood-gate.ts";
import { AnsweringClient, QuietConnection } from "./quiet-connection.ts";
import type { Endpoint } from "./server-process.ts";
import { Sieve } from "./sieve.ts";
import { MESSAGE_LIMIT_BYTES, type SocketEvents } from "./unix-transport.ts";

export interface LineEvents {
  received(received: Received): void;
  /** The kernel's process is gone. */
  died(): void;
  /** The connection broke and stands again: requests and messages may have been lost in between. */
  reconnected(): void;
  /** A message too large to be taken was lost; the line reconnects by itself. */
  tooLarge(): void;
  /** Printed text was dropped, as `skim` asks. */
  lost(bytes: number): void;
  /** The kernel sends more than any cell may show. */
  flooded(): void;
  log(line: string): void;
}

const MEMORY_LIMIT_MS = 1_000;

export interface Request {
  readonly code: string;
  readonly silent?: boolean;
  readonly expressions?: Readonly<Record<string, string>>;
}

/** The connection to one kernel of the Jupyter server. */
export class Line {
  readonly #settings: ServerConnection.ISettings;
  readonly #connection: KernelConnection;
  readonly #events: LineEvents;
  readonly #sieve: Sieve;
  readonly #connected = Promise.withResolvers<void>();
  readonly #gate = new FloodGate();
  /** What each message says, read before the library had it. */
  readonly #read = new WeakMap<object, Received>();
  #toldUnreadable = false;
  #socket: WebSocket | undefined;
  #subshell: Promise<string | null> | undefined;

  private constructor(server: Endpoint, model: KernelAPI.IModel, events: LineEvents) {
    this.#events = events;
    this.#sieve = new Sieve((bytes) => events.lost(bytes));
    this.#settings = socketSettings(server, this.#socketEvents(), (raw) => this.#hear(raw));
    this.#connection = this.#connect(model);
  }

  /**
   * Starts the kernel of that id, or joins it where it runs already.
   * @param folder absolute path of an existing folder, in which the kernel works
   */
  static async start(server: Endpoint, kernelId: string, folder: string, events: LineEvents): Promise<Line> {
    // Not in the library's type, but honoured by the server: a start that is tried again starts no second kernel.
    const wanted = { name: "threadbook", kernel_id: kernelId, path: folder };
    const model = await KernelAPI.startNew(wanted, httpSettings(server));
    return new Line(server, model, events);
  }

  /** Resolves when the kernel hears; stays pending where it never does. */
  ready(): Promise<void> {
    return this.#connected.promise;
  }

  /** @returns the request's id, which its messages name as their parent */
  execute(request: Request): string {
    const { header, done } = this.#send(request, null);
    done.catch(() => undefined); // The end of the line is told by LineEvents.
    return header;
  }

  /** Evaluates an expression beside a running cell, in a thread of the kernel's own. @returns its JSON form */
  async evaluateBeside(expression: string): Promise<unknown> {
    this.#subshell ??= this.#openSubshell();
    const request = { code: "", silent: true, expressions: { value: expression } };
    const reply = await this.#send(request, await this.#subshell).done;
    const value = record(record(record(reply.content)["user_expressions"])["value"]);
    return record(value["data"])["application/json"];
  }

  /** Resident memory of the kernel's process, as the server sees it from outside, also while the kernel is busy. */
  async memory(): Promise<unknown> {
    const told = await this.#ask(`api/kernels/${this.#connection.id}/memory`, AbortSignal.timeout(MEMORY_LIMIT_MS));
    return told["memory_bytes"];
  }

  interrupt(): Promise<void> {
    return KernelAPI.interruptKernel(this.#connection.id, this.#settings);
  }

  /** Ends the kernel, and all that it started. */
  async shutdown(): Promise<void> {
    await KernelAPI.shutdownKernel(this.#connection.id, this.#settings);
  }

  /** Whether the server still knows the kernel, and as a living one. */
  async exists(): Promise<boolean> {
    const model = await KernelAPI.getKernelModel(this.#connection.id, this.#settings);
    return model !== undefined && model.execution_state !== "dead";
  }

  /** Asks the server why the kernel has ended; a kernel that is not sealed is not watched. */
  async whyEnded(): Promise<"kernel-died" | "out-of-memory" | "folder-overfull"> {
    const { why } = await this.#ask(`threadbook/ended/${this.#connection.id}`);
    return why === "out-of-memory" || why === "folder-overfull" ? why : "kernel-died";
  }

  /** Takes no more messages until `resume`; what the kernel sends waits in the server. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** Whether of text printed in a row the last piece alone is to be taken. */
  skim(wanted: boolean): void {
    if (wanted) this.#sieve.close();
    else this.#sieve.open();
  }

  /** Lets go of the kernel without ending it; no event comes after this. */
  close(): void {
    this.#connection.dispose();
    // A closing handshake may take half a minute when the other side is gone.
    this.#socket?.terminate();
  }

  async #ask(path: string, signal?: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    const address = this.#settings.baseUrl + path;
    const response = await ServerConnection.makeRequest(
      address,
      signal === undefined ? {} : { signal },
      this.#settings,
    );
    return record(await response.json());
  }

  #connect(model: KernelAPI.IModel): KernelConnection {
    const serverSettings = this.#settings;
    const kernelAPIClient = new AnsweringClient({ serverSettings });
    const connection = new QuietConnection({
      model,
      serverSettings,
      kernelAPIClient,
      handleComms: false,
    });
    let connections = 0;
    connection.connectionStatusChanged.connect((_, status) => {
      if (status === "connected") this.#connected.resolve();
      if (status === "connected" && ++connections > 1) this.#connectedAgain();
      if (status === "disconnected" && !connection.isDisposed) this.#events.died();
    });
    connection.anyMessage.connect((_, { msg, direction }) => {
      const received = direction === "recv" ? this.#read.get(msg) : undefined;
      if (received !== undefined) this.#events.received(received);
    });
    connection.statusChanged.connect((_, status) => {
      if (status === "dead") this.#events.died();
    });
    return connection;
  }

  #connectedAgain(): void {
    this.#subshell = undefined; // The answer to a request for one may be lost.
    this.#events.reconnected();
  }

  #socketEvents(): SocketEvents {
    return {
      opened: (socket) => {
        this.#socket = socket;
      },
      tooLarge: () => {
        this.#events.tooLarge();
        this.#count(MESSAGE_LIMIT_BYTES);
      },
      sift: (message) => this.#sieve.take(message),
      arrived: (bytes) => this.#count(bytes),
      unreadable: (error) => this.#unreadable(error),
    };
  }

  #count(bytes: number): void {
    if (this.#gate.passed(bytes)) this.#events.flooded();
  }

  /** Tells of the first one alone: a kernel could fill the log with them. */
  #unreadable(error: unknown): void {
    if (!this.#toldUnreadable) this.#events.log(`a kernel sent a message that cannot be read: ${String(error)}`);
    this.#toldUnreadable = true;
  }

  /** Keeps a restart by the server from the library, which would go on with another Python as if it were the same. */
  #hear(raw: object): void {
    const received = readMessage(raw);
    if (received === undefined) return;
    const { kind } = received.message;
    if (kind !== "restarting" && kind !== "dead") return void this.#read.set(raw, received);
    record(record(raw)["content"])["execution_state"] = "starting";
    queueMicrotask(() => this.#events.died());
  }

  #send({ code, silent = false, expressions = {} }: Request, subshellId: string | null) {
    const message = KernelMessage.createMessage<KernelMessage.IExecuteRequestMsg>({
      msgType: "execute_request",
      channel: "shell",
      session: this.#connection.clientId,
      subshellId,
      content: {
        code,
        silent,
        store_history: !silent,
        user_expressions: expressions,
        allow_stdin: false,
        stop_on_error: false,
      },
    });
    return { header: message.header.msg_id, done: this.#connection.sendShellMessage(message, true).done };
  }

  async #openSubshell(): Promise<string | null> {
    const reply = await this.#connection.requestCreateSubshell({}).done;
    return text(record(reply.content)["subshell_id"]) || null;
  }
}
