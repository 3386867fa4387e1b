import type { ServerResponse } from "node:http";
import type { Room } from "./room.ts";

/** Changes that come closer together are told as one. */
const gatherMs = 40;

/** Tells every open page of the rooms, as server-sent events: all of it at first, then each room that has changed. */
export class Feed {
  readonly #rooms: readonly Room[];
  readonly #about: object;
  readonly #pages = new Set<ServerResponse>();
  readonly #told = new Map<Room, string>();
  readonly #timers = new Map<Room, NodeJS.Timeout>();
  readonly #stops: readonly (() => void)[];

  constructor(rooms: readonly Room[], about: object) {
    this.#rooms = rooms;
    this.#about = about;
    this.#stops = rooms.map((room) => room.watch(() => this.#changed(room)));
  }

  open(page: ServerResponse): void {
    page.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    page.write(event("about", JSON.stringify(this.#about)));
    for (const room of this.#rooms) page.write(event("room", JSON.stringify(room.view())));
    this.#pages.add(page);
    page.on("close", () => this.#pages.delete(page));
  }

  close(): void {
    for (const stop of this.#stops) stop();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const page of this.#pages) page.end();
  }

  #changed(room: Room): void {
    if (this.#timers.has(room)) return;
    this.#timers.set(
      room,
      setTimeout(() => this.#tell(room), gatherMs),
    );
  }

  #tell(room: Room): void {
    this.#timers.delete(room);
    const view = JSON.stringify(room.view());
    if (view === this.#told.get(room)) return;
    this.#told.set(room, view);
    for (const page of this.#pages) page.write(event("room", view));
  }
}

function event(name: string, data: string): string {
  return `event: ${name}\ndata: ${data}\n\n`;
}
