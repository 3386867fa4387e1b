import { after, before } from "node:test";
import { storeContract } from "../../../contracts/store-contract.ts";
import type { TestServer } from "../test-server.ts";
import { needsRedis, startRedis, tell } from "./redis-server.ts";

let server: TestServer;

storeContract(
  "Redis",
  async () => ({
    location: server.location,
    [Symbol.asyncDispose]: async () => void (await tell(server.location, "FLUSHALL")),
  }),
  needsRedis,
  () => {
    before(async () => (server = await startRedis()));
    after(() => server[Symbol.asyncDispose]());
  },
);
