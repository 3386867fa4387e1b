import { after, before } from "node:test";
import { RedisLink } from "../../../../src/core/store/redis/redis-link.ts";
import { RedisRows } from "../../../../src/core/store/redis/redis-rows.ts";
import { RowStorage } from "../../../../src/core/store/row-storage.ts";
import { serverAddress } from "../../../../src/core/store/server-address.ts";
import { storageContract } from "../../../contracts/storage-contract.ts";
import { storeServerContract } from "../../../contracts/store-server-contract.ts";
import type { TestServer } from "../test-server.ts";
import { needsRedis, startRedis, tell } from "./redis-server.ts";

let server: TestServer;

storageContract(
  "Redis",
  async () => {
    await tell(server.location, "FLUSHALL");
    return new RowStorage(new RedisRows(new RedisLink(serverAddress(server.location))));
  },
  needsRedis,
  () => {
    before(async () => (server = await startRedis()));
    after(() => server[Symbol.asyncDispose]());
  },
);

storeServerContract(
  "Redis",
  {
    start: startRedis,
    async silence(stopped) {
      stopped.signal("SIGSTOP");
      return { [Symbol.asyncDispose]: async () => stopped.signal("SIGCONT") };
    },
    async fill({ location }) {
      await tell(location, "CONFIG", "SET", "maxmemory", "1kb");
      return {
        [Symbol.asyncDispose]: async () => void (await tell(location, "CONFIG", "SET", "maxmemory", "0")),
      };
    },
  },
  needsRedis,
);
