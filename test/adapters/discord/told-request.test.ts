import assert from "node:assert/strict";
import { test } from "node:test";
import { routeOf, toldRequest } from "../../../src/adapters/discord/told-request.ts";
import { JsonServer } from "../../fakes/json-server.ts";
import { meeting } from "./discord-bench.ts";

function route(path: string): string {
  return routeOf(`https://discord.com/api/v10${path}`);
}

test("a route keeps its plain words, and neither numbers nor tokens", () => {
  assert.equal(route("/channels/123456789012345678/messages/223456789012345678"), "/channels/:id/messages/:id");
  assert.equal(route("/interactions/1/aW50ZXJhY3Rpb24/callback"), "/interactions/:id/:id/callback");
  assert.equal(route("/webhooks/1/aW50ZXJhY3Rpb24/messages/@original"), "/webhooks/:id/:id/messages/:id");
  assert.equal(route("/users/@me?x=secret"), "/users/@me");
});

test("each request is told of with what came of it, also one that reaches nobody", async () => {
  const server = await JsonServer.start({
    "/ok": { body: {} },
    "/limited": { status: 429 },
    "/broken": { status: 502 },
  });
  const told: string[] = [];
  const request = toldRequest({ warn: () => undefined, called: (method, result) => told.push(`${method} ${result}`) });
  const { url } = server;
  for (const path of ["/ok", "/limited", "/broken", "/nowhere"]) await request(`${url}${path}`, { method: "POST" });
  await server[Symbol.asyncDispose]();
  await assert.rejects(request(`${url}/ok`, {}));
  assert.deepEqual(told, [
    "POST /ok ok",
    "POST /limited limited",
    "POST /broken failed",
    "POST /nowhere refused",
    "GET /ok failed",
  ]);
});

test("the adapter knows whether Discord reaches it", async (t) => {
  const { adapter, discord } = await meeting(t);
  assert.equal(adapter.connected, true);
  const before = discord.gateway.identified + discord.gateway.resumed;
  discord.gateway.drop();
  while (adapter.connected) await new Promise(setImmediate);
  while (!adapter.connected) await new Promise(setImmediate);
  assert.ok(discord.gateway.identified + discord.gateway.resumed > before);
});
