import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { openStore } from "../../src/core/store/open-store.ts";
import type { Store } from "../../src/core/store/store.ts";
import { Failure, type FailureCode } from "../../src/failure.ts";
import type { TestServer } from "../core/store/test-server.ts";
import type { requirement } from "../requirement.ts";

/** A server, and how it is brought into each kind of trouble until the trouble is disposed. */
export interface Trouble {
  readonly start: () => Promise<TestServer>;
  readonly silence: (server: TestServer) => Promise<AsyncDisposable>;
  readonly fill: (server: TestServer) => Promise<AsyncDisposable>;
}

/** Well over the bound of a call, well under what a person would call hanging. */
const soonMs = 9_000;

/** What a store on a server does when that server fails it. */
export function storeServerContract(
  name: string,
  { start, silence, fill }: Trouble,
  needs: ReturnType<typeof requirement>,
): void {
  const on = (title: string, test: (server: TestServer, store: Store) => Promise<void>): void => {
    it(title, { timeout: 60_000 }, async () => {
      await using server = await start();
      await using store = await open(server.location);
      await test(server, store);
    });
  };

  describe(`a store on a server: ${name}`, needs, () => {
    on("fails while the server is gone, and is well again with its first call after", async (server, store) => {
      await store.set("kept", 1);
      await server.kill();
      for (const call of callsOn(store)) await fails(server, call, "store-gone");
      await fails(server, () => open(server.location), "store-gone");
      await server.start();
      assert.equal(await store.get("kept"), 1);
      await store.set("kept", 2);
      assert.equal(await store.claim("claim", 60_000), true);
    });

    on("does not notice a server that was started again between two calls", async (server, store) => {
      await store.set("kept", 1);
      for (let again = 1; again <= 3; again++) {
        await server.kill();
        await server.start();
        assert.equal(await store.get("kept"), again);
        await store.set("kept", again + 1);
      }
    });

    on("fails in time while the server does not answer, and is well again after", async (server, store) => {
      await store.set("kept", 1);
      {
        await using _ = await silence(server);
        await Promise.all(callsOn(store).map((call) => fails(server, call, "store-gone")));
      }
      await store.set("kept", "again");
      assert.equal(await store.get("kept"), "again");
    });

    on("fails as full while the server has no room, and is well again after", async (server, store) => {
      await store.set("kept", 1);
      {
        await using _ = await fill(server);
        await fails(server, () => store.set("big", "x".repeat(100_000)), "disk-full");
        assert.equal(await store.get("kept"), 1);
      }
      await store.set("big", "x".repeat(100_000));
    });

    on("refuses a wrong password, and shows neither that one nor the right one", async (server) => {
      const wrong = server.location.replace(secretOf(server), "wr0ng-s3cret");
      await fails({ ...server, location: wrong }, () => open(wrong), "store-gone", /password in STORE_URL/);
    });
  });
}

function callsOn(store: Store): readonly (() => Promise<unknown>)[] {
  return [
    () => store.get("kept"),
    () => store.set("kept", 0),
    () => store.delete("other"),
    () => store.claim("other", 1_000),
    () => store.release("other"),
    () => store.hold("other", "Ada", 1_000),
    () => store.letGo("other", "Ada"),
  ];
}

async function fails(
  server: Pick<TestServer, "location" | "port">,
  call: () => Promise<unknown>,
  code: FailureCode,
  message = /Expected .+ got: .+\. \w.+\.$/,
): Promise<void> {
  const from = performance.now();
  await assert.rejects(call, (error: unknown) => {
    assert.ok(error instanceof Failure, inspect(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    assert.ok(error.message.includes(`127.0.0.1:${server.port}`), error.message);
    assert.ok(!inspect(error, { depth: 20, showHidden: true }).includes(secretOf(server)), "the password is shown");
    return true;
  });
  assert.ok(performance.now() - from < soonMs, "it took too long to fail");
}

function secretOf({ location }: Pick<TestServer, "location">): string {
  return new URL(location).password;
}

function open(location: string): Promise<Store> {
  return openStore(location, ({ why }) => assert.fail(why));
}
