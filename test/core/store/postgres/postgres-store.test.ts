import { after, before } from "node:test";
import { storeContract } from "../../../contracts/store-contract.ts";
import type { TestServer } from "../test-server.ts";
import { ask, needsPostgres, startPostgres } from "./postgres-server.ts";

let server: TestServer;

storeContract(
  "PostgreSQL",
  async () => ({
    location: server.location,
    [Symbol.asyncDispose]: async () => void (await ask(server.location, "DROP TABLE threadbook_store")),
  }),
  needsPostgres,
  () => {
    before(async () => (server = await startPostgres()));
    after(() => server[Symbol.asyncDispose]());
  },
);
