import type { Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import type { Message } from "../entities.ts";
import { may } from "../rights.ts";
import { guildWire } from "../wire/guild.ts";
import { userWire } from "../wire/users.ts";
import type { World } from "../world.ts";
import { blank, neededIntent, privileged, readable } from "./intents.ts";
import { Session } from "./session.ts";

interface Packet {
  readonly op: number;
  readonly d: {
    readonly token?: string;
    readonly intents?: number;
    readonly session_id?: string;
    readonly seq?: number;
  };
}

/** What an event is about: decides who is told, and how much. */
export interface About {
  readonly channel?: string;
  readonly message?: Message;
}

/** Discord's gateway: hello, identify, resume and replay, and the events that a session's intents let through. */
export class Gateway {
  /** How often a client identified anew; Discord allows 1,000 a day. */
  identified = 0;
  resumed = 0;
  readonly #world: World;
  readonly #token: string;
  readonly #sessions = new Map<string, Session>();
  #sockets: WebSocketServer | undefined;
  #last: { readonly event: string; readonly data: object; readonly about: About } | undefined;

  constructor(world: World, token: string) {
    this.#world = world;
    this.#token = token;
  }

  attach(server: Server): void {
    this.#sockets = new WebSocketServer({ server });
    this.#sockets.on("connection", (socket) => this.#greet(socket));
  }

  dispatch(event: string, data: object, about: About = {}): void {
    this.#last = { event, data, about };
    for (const session of this.#sessions.values()) this.#sendTo(session, event, data, about);
    this.#world.changes.tell({ kind: "gateway", event });
  }

  /** Sends the last event again, as a new one. */
  repeat(): void {
    if (this.#last !== undefined) this.dispatch(this.#last.event, this.#last.data, this.#last.about);
  }

  /** Closes every connection; 4000 is one after which a client resumes. */
  drop(code = 4000): void {
    for (const socket of this.#sockets?.clients ?? []) socket.close(code);
  }

  /** Forgets every session and says so (op 9): what happens until the client identifies anew is lost to it. */
  invalidate(): void {
    this.#sessions.clear();
    for (const socket of this.#sockets?.clients ?? []) say(socket, 9, false);
  }

  /** Asks every client to connect again and resume (op 7). */
  reconnect(): void {
    for (const socket of this.#sockets?.clients ?? []) say(socket, 7, null);
  }

  close(): void {
    for (const socket of this.#sockets?.clients ?? []) socket.terminate();
    this.#sockets?.close();
  }

  #sendTo(session: Session, event: string, data: object, { channel, message }: About): void {
    const where = channel === undefined ? undefined : this.#world.channels.get(channel);
    if (where !== undefined && !may(this.#world, where, "ViewChannel")) return;
    const needed = neededIntent(event, where?.kind === "dm");
    if ((session.intents & needed) !== needed) return;
    const shown = message === undefined || readable(this.#world, message, session.intents);
    session.send(event, shown ? data : { ...data, ...blank });
  }

  #greet(socket: WebSocket): void {
    say(socket, 10, { heartbeat_interval: 41_250 });
    socket.on("message", (raw: Buffer) => {
      const { op, d } = JSON.parse(raw.toString()) as Packet;
      if (op === 1) say(socket, 11, null);
      else if (op === 2) this.#identify(socket, d);
      else if (op === 6) this.#resume(socket, d);
    });
  }

  #identify(socket: WebSocket, { token, intents = 0 }: Packet["d"]): void {
    this.identified++;
    if (token !== this.#token) return socket.close(4004, "Authentication failed.");
    if (intents & privileged && !this.#world.messageContent) return socket.close(4014, "Disallowed intent(s).");
    if (intents < 0 || intents >= 1 << 26) return socket.close(4013, "Invalid intent(s).");
    const { id: session, bot, guild } = { id: this.#world.id(), bot: this.#world.bot, guild: this.#world.guild };
    const opened = new Session(session, intents, socket);
    this.#sessions.set(session, opened);
    opened.send("READY", {
      v: 10,
      user: userWire(bot),
      guilds: this.#world.letIn ? [{ id: guild, unavailable: true }] : [],
      session_id: session,
      resume_gateway_url: `${this.#world.base.replace("http", "ws")}/resume`,
      shard: [0, 1],
      application: { id: bot.id, flags: 1 << 18 },
    });
    if (this.#world.letIn) opened.send("GUILD_CREATE", guildWire(this.#world));
    this.#world.changes.tell({ kind: "gateway", event: "READY" });
  }

  #resume(socket: WebSocket, { session_id = "", seq = 0 }: Packet["d"]): void {
    const session = this.#sessions.get(session_id);
    if (session === undefined) return say(socket, 9, false);
    this.resumed++;
    session.resume(socket, seq);
    this.#world.changes.tell({ kind: "gateway", event: "RESUMED" });
  }
}

function say(socket: WebSocket, op: number, d: unknown): void {
  socket.send(JSON.stringify({ op, d, s: null, t: null }));
}
