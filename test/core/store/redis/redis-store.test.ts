import { after, before } from "node:test";
import { leaseContract } from "../../../contracts/lease-contract.ts";
import { storeContract } from "../../../contracts/store-contract.ts";
import type { TestServer } from "../test-server.ts";
import { needsRedis, startRedis, tell } from "./redis-server.ts";

let server: TestServer;

const makePlace = async () => ({
  location: server.location,
  [Symbol.asyncDispose]: async () => void (await tell(server.location, "FLUSHALL")),
});
const aServer = () => {
  before(async () => (server = await startRedis()));
  after(() => server[Symbol.asyncDispose]());
};

storeContract("Redis", makePlace, needsRedis, aServer);
leaseContract("Redis", makePlace, needsRedis, aServer);
