import net from "node:net";
import { join } from "node:path";

/** A unix socket in front of another, whose connections break when the test wants it. */
export class WeakSocket implements AsyncDisposable {
  readonly path: string;
  readonly #server: net.Server;
  readonly #connections = new Set<net.Socket>();
  #swallows = false;

  private constructor(target: string, path: string) {
    this.path = path;
    this.#server = net.createServer((client) => this.#connect(client, net.connect(target)));
  }

  static async before(target: string, folder: string): Promise<WeakSocket> {
    const weak = new WeakSocket(target, join(folder, "weak"));
    await new Promise<void>((listening) => weak.#server.listen(weak.path, listening));
    return weak;
  }

  /** Breaks all connections now. */
  break(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  /** Takes the next thing that the client says, passes it to nobody, and breaks the connection. */
  swallowNext(): void {
    this.#swallows = true;
  }

  #connect(client: net.Socket, server: net.Socket): void {
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#connections.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        this.#connections.delete(socket);
        other.destroy();
      });
    }
    server.pipe(client);
    client.on("data", (data) => {
      if (!this.#swallows) return void server.write(data);
      this.#swallows = false;
      client.destroy();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.break();
    await new Promise((closed) => this.#server.close(closed));
  }
}
