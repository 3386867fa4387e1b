import type { WebSocket } from "ws";

const open = 1;

/** What one client was sent, numbered, so that it can be sent again after the connection was lost. */
export class Session {
  readonly id: string;
  readonly intents: number;
  readonly #sent: string[] = [];
  #socket: WebSocket;

  constructor(id: string, intents: number, socket: WebSocket) {
    this.id = id;
    this.intents = intents;
    this.#socket = socket;
  }

  send(event: string, data: object): void {
    const packet = JSON.stringify({ op: 0, t: event, s: this.#sent.length + 1, d: data });
    this.#sent.push(packet);
    if (this.#socket.readyState === open) this.#socket.send(packet);
  }

  resume(socket: WebSocket, seen: number): void {
    this.#socket = socket;
    for (const packet of this.#sent.slice(seen)) socket.send(packet);
    this.send("RESUMED", {});
  }
}
