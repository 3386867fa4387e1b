import { after, before } from "node:test";
import { Client } from "pg";
import { PostgresLink } from "../../../../src/core/store/postgres/postgres-link.ts";
import { PostgresRows } from "../../../../src/core/store/postgres/postgres-rows.ts";
import { RowStorage } from "../../../../src/core/store/row-storage.ts";
import { serverAddress } from "../../../../src/core/store/server-address.ts";
import { storageContract } from "../../../contracts/storage-contract.ts";
import { storeServerContract } from "../../../contracts/store-server-contract.ts";
import type { TestServer } from "../test-server.ts";
import { ask, needsPostgres, startPostgres } from "./postgres-server.ts";

let server: TestServer;

storageContract(
  "PostgreSQL",
  async () => {
    await ask(server.location, "DROP TABLE IF EXISTS threadbook_store");
    const rows = new PostgresRows(new PostgresLink(serverAddress(server.location)));
    await rows.prepare();
    return new RowStorage(rows);
  },
  needsPostgres,
  () => {
    before(async () => (server = await startPostgres()));
    after(() => server[Symbol.asyncDispose]());
  },
);

/** What PostgreSQL itself says when a table's file can grow no further. */
const full = `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE SQLSTATE '53100' USING MESSAGE = 'could not extend file: No space left on device'; END $$;
  CREATE TRIGGER full_disk BEFORE INSERT ON threadbook_store FOR EACH ROW EXECUTE FUNCTION full_disk()`;

storeServerContract(
  "PostgreSQL",
  {
    start: startPostgres,
    async silence({ location }) {
      const locker = new Client({ connectionString: location });
      await locker.connect();
      await locker.query("BEGIN; LOCK TABLE threadbook_store");
      return { [Symbol.asyncDispose]: () => locker.end() };
    },
    async fill({ location }) {
      await ask(location, full);
      return { [Symbol.asyncDispose]: async () => void (await ask(location, "DROP FUNCTION full_disk CASCADE")) };
    },
  },
  needsPostgres,
);
