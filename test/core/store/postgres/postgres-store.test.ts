import { after, before } from "node:test";
import { leaseContract } from "../../../contracts/lease-contract.ts";
import { storeContract } from "../../../contracts/store-contract.ts";
import type { TestServer } from "../test-server.ts";
import { ask, needsPostgres, startPostgres } from "./postgres-server.ts";

let server: TestServer;

const makePlace = async () => ({
  location: server.location,
  [Symbol.asyncDispose]: async () => void (await ask(server.location, "DROP TABLE threadbook_store")),
});
const aServer = () => {
  before(async () => (server = await startPostgres()));
  after(() => server[Symbol.asyncDispose]());
};

storeContract("PostgreSQL", makePlace, needsPostgres, aServer);
leaseContract("PostgreSQL", makePlace, needsPostgres, aServer);
