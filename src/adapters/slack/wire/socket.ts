import { SocketModeReceiver } from "@slack/bolt";
import type { SlackOptions } from "../slack-options.ts";
import { boltLog } from "./bolt-log.ts";
import { patientFetch } from "./patient-fetch.ts";
import { saidBy } from "./slack-error.ts";

const firstAttempts = 3;
const closeMs = 1_000;

type Client = SocketModeReceiver["client"];
type Frame = (data: unknown, isBinary: boolean) => Promise<void>;

/** Bolt's connection, which no frame, no lost network and no moment to stop it can kill the bot with. */
export class Socket {
  readonly receiver: SocketModeReceiver;
  readonly #options: SlackOptions;
  readonly #closing: AbortSignal;
  readonly #refused: (error: unknown) => void;
  readonly #client: Client;
  readonly #connect: () => ReturnType<Client["start"]>;
  #connecting: Promise<unknown> = Promise.resolve();
  #attempts = firstAttempts;

  /**
   * @param closing aborts what the connection still waits for
   * @param refused hears that Slack will not let the app in again
   */
  constructor(options: SlackOptions, closing: AbortSignal, refused: (error: unknown) => void) {
    const { appToken, apiUrl, clock, pace, log } = options;
    this.#options = options;
    this.#closing = closing;
    this.#refused = refused;
    const patient = patientFetch(() => this.#attempts, { clock, againMs: pace.again, closing });
    const slackApiUrl = apiUrl === undefined ? {} : { slackApiUrl: apiUrl };
    this.receiver = new SocketModeReceiver({
      appToken,
      logger: boltLog(log),
      clientPingTimeout: pace.reconnect,
      installerOptions: { clientOptions: { ...slackApiUrl, fetch: patient, retryConfig: { retries: 0 } } },
      // True would have Bolt acknowledge on a socket that may be gone, which nobody then catches.
      processEventErrorHandler: async ({ error }) => {
        log.warn(`Slack's event could not be taken: ${saidBy(error)}`);
        return false;
      },
    });
    this.#client = this.receiver.client;
    const connect = this.#client.start.bind(this.#client);
    this.#connect = () => {
      const connecting = connect();
      this.#connecting = connecting;
      return connecting;
    };
    this.#guardFrames();
    this.#client.start = () => this.#reconnect();
  }

  get connected(): boolean {
    return this.#client.websocket?.isActive() ?? false;
  }

  /** Resolves when Slack has said hello. @throws what `apps.connections.open` threw */
  async start(): Promise<void> {
    await this.#connect();
    this.#attempts = Number.POSITIVE_INFINITY;
  }

  /** Resolves when the connection is closed, or was given up. */
  async stop(): Promise<void> {
    await this.#soon(this.#connecting);
    const { websocket } = this.#client;
    const disconnected = this.#client.disconnect();
    // Where the other side is gone already, Bolt forgets this timer, which holds the process up for half a minute.
    if (websocket !== undefined) clearTimeout(Reflect.get(websocket, "closeHandshakeTimeout") as NodeJS.Timeout);
    await this.#soon(disconnected);
  }

  async #soon(work: Promise<unknown>): Promise<void> {
    const done = new AbortController();
    const late = this.#options.clock.wait(closeMs, done.signal);
    await Promise.race([work.catch(() => undefined), late]).finally(() => done.abort());
  }

  /** Bolt lets what a frame makes it throw go unhandled: a frame `null` is enough. */
  #guardFrames(): void {
    const hear = this.#client.listeners("ws_message") as Frame[];
    this.#client.removeAllListeners("ws_message");
    this.#client.on("ws_message", (data: unknown, isBinary: boolean) => {
      for (const frame of hear) {
        frame(data, isBinary).catch((error: unknown) =>
          this.#options.log.warn(`Slack sent what could not be read: ${saidBy(error)}`),
        );
      }
    });
  }

  /** Never rejects: Bolt handles no rejection here, also none of the connection that `stop` ends while it is made. */
  async #reconnect(): ReturnType<Client["start"]> {
    try {
      return await this.#connect();
    } catch (error) {
      if (!this.#closing.aborted) this.#refused(error);
      return { ok: false };
    }
  }
}
