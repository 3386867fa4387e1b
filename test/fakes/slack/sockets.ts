import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import type { Json } from "./message.ts";

interface Envelope {
  readonly kind: "events_api" | "slash_commands" | "interactive";
  readonly payload: Json;
  readonly attempt: number;
  readonly answered: (payload: Json | undefined) => void;
}

/** How long Slack waits for an acknowledgement, and when it tells an event again; in milliseconds. */
interface Patience {
  readonly ackMs: number;
  readonly retriesMs: readonly number[];
}

const slackPatience: Patience = { ackMs: 3000, retriesMs: [0, 60_000, 300_000] };

/** The open connections of the app: hands envelopes out, waits for their acknowledgements, and tells events again. */
export class Sockets {
  patience: Patience = slackPatience;
  /** How many connections there were so far. */
  connected = 0;
  /** Envelopes that nobody acknowledged in time, by type. */
  readonly unanswered: string[] = [];
  readonly #open = new Set<WebSocket>();
  readonly #waiting = new Map<string, Envelope>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #changed: () => void;
  #turn = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get count(): number {
    return this.#open.size;
  }

  connect(socket: WebSocket): void {
    this.#open.add(socket);
    this.connected++;
    socket.on("message", (data: Buffer) => this.#hear(JSON.parse(data.toString())));
    socket.on("close", () => {
      this.#open.delete(socket);
      this.#changed();
    });
    const info = { app_id: "A1" };
    socket.send(JSON.stringify({ type: "hello", num_connections: this.count, connection_info: info }));
    this.#changed();
  }

  tell(payload: Json): void {
    this.#hand({ kind: "events_api", payload, attempt: 0, answered: () => undefined });
  }

  /** Resolves with what the app answered, or undefined where the person sees that it did not. */
  ask(kind: "slash_commands" | "interactive", payload: Json): Promise<Json | undefined> {
    return new Promise((resolve) => this.#hand({ kind, payload, attempt: 0, answered: resolve }));
  }

  /** Sends a frame as it is on every connection. */
  raw(frame: string): void {
    for (const socket of this.#open) socket.send(frame);
  }

  /** Asks the app to connect anew, as Slack does every few hours. */
  refresh(): void {
    this.raw(JSON.stringify({ type: "disconnect", reason: "refresh_requested" }));
  }

  /** Breaks all connections without a word. */
  drop(): void {
    for (const socket of this.#open) socket.terminate();
  }

  ping(): void {
    for (const socket of this.#open) socket.ping();
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#waiting.clear();
    this.drop();
  }

  #hand(envelope: Envelope): void {
    const id = randomUUID();
    const socket = [...this.#open][this.#turn++ % Math.max(1, this.count)];
    const { kind, payload, attempt } = envelope;
    const retry = kind === "events_api" ? { retry_attempt: attempt, retry_reason: attempt > 0 ? "timeout" : "" } : {};
    this.#waiting.set(id, envelope);
    const frame = { envelope_id: id, type: kind, accepts_response_payload: kind !== "events_api", payload, ...retry };
    socket?.send(JSON.stringify(frame));
    this.#after(this.patience.ackMs, () => this.#giveUp(id));
  }

  #hear({ envelope_id: id, payload }: { readonly envelope_id?: string; readonly payload?: Json }): void {
    if (id === undefined) return;
    const envelope = this.#waiting.get(id);
    this.#waiting.delete(id);
    envelope?.answered(payload ?? {});
    this.#changed();
  }

  #giveUp(id: string): void {
    const envelope = this.#waiting.get(id);
    if (envelope === undefined) return;
    this.#waiting.delete(id);
    this.unanswered.push(envelope.kind);
    envelope.answered(undefined);
    const again = this.patience.retriesMs[envelope.attempt];
    if (envelope.kind !== "events_api" || again === undefined) return this.#changed();
    this.#after(again, () => this.#hand({ ...envelope, attempt: envelope.attempt + 1 }));
    this.#changed();
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }
}
