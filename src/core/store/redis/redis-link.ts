import { createClient } from "@redis/client";
import type { ServerAddress } from "../server-address.ts";
import { CALL_LIMIT_MS, inTime } from "../server-failure.ts";
import { isAnswer, redisFailure } from "./redis-failure.ts";

interface Connection {
  readonly client: ReturnType<typeof makeClient>;
  readonly ready: Promise<unknown>;
}

/**
 * Sends commands to Redis over one connection. A connection that breaks or does not answer is dropped, and the next
 * command makes another: so a server that is gone is told at once, and one that is back is found at once.
 */
export class RedisLink {
  readonly #address: ServerAddress;
  #connection: Connection | undefined;
  #closed = false;

  constructor(address: ServerAddress) {
    this.#address = address;
  }

  /** @throws {Failure} `store-gone`, `disk-full` */
  async send(...command: readonly string[]): Promise<unknown> {
    if (this.#closed) throw new Error("Expected an open store, got one that was closed.");
    const connection = (this.#connection ??= this.#connect());
    try {
      return await inTime(connection.ready.then(() => connection.client.sendCommand(command)));
    } catch (error) {
      if (!isAnswer(error)) this.#drop(connection);
      throw redisFailure(error, this.#address);
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#connection !== undefined) this.#drop(this.#connection);
  }

  #connect(): Connection {
    const client = makeClient(this.#address.url);
    const connection = { client, ready: client.connect() };
    // Whoever waits for an answer hears of it too; without a listener the error would end the bot.
    client.on("error", () => this.#drop(connection));
    connection.ready.catch(() => this.#drop(connection));
    return connection;
  }

  #drop(connection: Connection): void {
    if (this.#connection === connection) this.#connection = undefined;
    if (connection.client.isOpen) connection.client.destroy();
  }
}

function makeClient(url: string) {
  return createClient({
    url,
    RESP: 2,
    maintNotifications: "disabled",
    disableClientInfo: true,
    socket: { connectTimeout: CALL_LIMIT_MS, reconnectStrategy: false },
  });
}
