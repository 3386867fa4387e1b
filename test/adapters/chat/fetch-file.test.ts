import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, describe, it } from "node:test";
import { fetchFile } from "../../../src/adapters/chat/fetch-file.ts";

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  if (request.url === "/elsewhere") return void response.writeHead(302, { location: "/file" }).end();
  if (request.url === "/gone") return void response.writeHead(404).end();
  response.writeHead(200);
  if (request.url === "/endless") response.write("a");
  else response.end("a,b");
});
await once(server.listen(0, "127.0.0.1"), "listening");
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
after(() => {
  server.closeAllConnections();
  server.close();
});

async function textOf(path: string, closing = new AbortController().signal, limitMs = 5_000): Promise<string> {
  const file = await fetchFile(`${base}${path}`, { name: "data.csv", closing, limitMs });
  return Buffer.concat(await Array.fromAsync(file)).toString();
}

describe("a file that came with a message", () => {
  it("is fetched", async () => assert.equal(await textOf("/file"), "a,b"));

  it("is fetched from where it is said to be alone", async () => {
    asked.length = 0;
    await assert.rejects(textOf("/elsewhere"));
    assert.deepEqual(asked, ["/elsewhere"]);
    await assert.rejects(textOf("/gone"), /data\.csv.*404/);
  });

  it("is waited for no longer than its time, and not beyond the end of the bot", async () => {
    await assert.rejects(textOf("/endless", undefined, 50), /abort|timeout/i);
    const closing = new AbortController();
    const fetching = textOf("/endless", closing.signal);
    closing.abort();
    await assert.rejects(fetching, /abort/i);
  });
});
