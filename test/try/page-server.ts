import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { Feed } from "./feed.ts";
import { actSchema, type Room } from "./room.ts";

const pageFolder = join(import.meta.dirname, "page");
const pageFiles = /^(?:[a-z-]+\.(?:html|css|js|svg))$/;
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};
const longestAct = 12_000_000;
/** What a browser may show of a file that a program made; all else is saved. */
const pictures = /^image\/(?:png|jpeg|gif|webp)$/;
const headers = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/**
 * Serves the page on a loopback port. Whoever can write there can run Python as the person who started this, so all of
 * it stands behind a path that nobody can guess: neither other people of the machine nor other pages in the browser.
 */
export class PageServer implements AsyncDisposable {
  readonly #key = randomBytes(12).toString("base64url");
  readonly #rooms: ReadonlyMap<string, Room>;
  readonly #feed: Feed;
  readonly #server: Server;

  constructor(rooms: readonly Room[], about: object) {
    this.#rooms = new Map(rooms.map((room) => [room.platform, room]));
    this.#feed = new Feed(rooms, about);
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${this.#key}/`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#feed.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, key, first = "", platform = "", file = ""] = new URL(request.url ?? "/", "http://page").pathname.split(
      "/",
    );
    const room = this.#rooms.get(platform);
    if (key !== this.#key) return end(response, 404);
    if (request.method === "POST" && first === "act" && room !== undefined) return act(room, request, response);
    if (request.method !== "GET") return end(response, 405);
    if (first === "feed") return this.#feed.open(response);
    if (first === "file" && room !== undefined) return sendFile(room, decodeURIComponent(file), response);
    return sendPage(first === "" ? "index.html" : first, response);
  }
}

async function sendPage(name: string, response: ServerResponse): Promise<void> {
  if (!pageFiles.test(name)) return end(response, 404);
  const text = await readFile(join(pageFolder, name)).catch(() => undefined);
  if (text === undefined) return end(response, 404);
  response.writeHead(200, { ...headers, "content-type": `${types[extname(name)]}; charset=utf-8` }).end(text);
}

function sendFile(room: Room, key: string, response: ServerResponse): void {
  const file = room.file(key);
  if (file === undefined) return end(response, 404);
  const shown = pictures.test(file.mime)
    ? { "content-type": file.mime, "cache-control": "private, max-age=3600, immutable" }
    : { "content-type": "application/octet-stream", "content-disposition": "attachment" };
  response.writeHead(200, { ...headers, ...shown }).end(file.bytes);
}

async function act(room: Room, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await room.perform(actSchema.parse(JSON.parse(await read(request))));
    end(response, 204);
  } catch (error) {
    end(response, 400, error instanceof Error ? error.message : String(error));
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > longestAct) throw new Error("That is more than this page can send: files may have 8 MB.");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function end(response: ServerResponse, status: number, why = ""): void {
  response.writeHead(status, { ...headers, ...(why === "" ? {} : { "content-type": "text/plain; charset=utf-8" }) });
  response.end(why);
}
