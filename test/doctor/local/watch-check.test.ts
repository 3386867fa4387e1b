import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { watchCheck } from "../../../src/doctor/local/watch-check.ts";
import { WatchServer } from "../../../src/watch/serving/watch-server.ts";
import { freePort } from "../../watch/watched-bot.ts";
import { findingFrom, somePatient } from "../some-patient.ts";

function examined(port: number) {
  return findingFrom(watchCheck(somePatient({ THREADBOOK_WATCH_PORT: `${port}` })));
}

test("a port that is free is right, and free after the look", async () => {
  const port = await freePort();
  for (const time of ["once", "again"]) {
    const { sign, said } = await examined(port);
    assert.deepEqual([sign, said], ["ok", `port ${port} is free on 127.0.0.1`], time);
  }
});

test("a port that a running bot has is right, and one that anybody else has is wrong", async () => {
  const watched = { needs: () => [], lagMs: () => 0, metrics: async () => ({ type: "text/plain", text: "" }) };
  await using bot = await WatchServer.open(watched, "127.0.0.1", 0);
  assert.deepEqual((await examined(bot.port)).sign, "ok");
  await using other = await listening();
  const { sign, said } = await examined(other.port);
  assert.equal(sign, "wrong");
  assert.match(said, /cannot be had on 127.0.0.1 \(EADDRINUSE\).* set THREADBOOK_WATCH_PORT/);
});

async function listening(): Promise<{ readonly port: number } & AsyncDisposable> {
  const server: Server = createServer((_, response) => response.end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
