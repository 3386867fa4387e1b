import assert from "node:assert/strict";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { requirement } from "../requirement.ts";
import type { StorePlace } from "./store-contract.ts";

const program = fileURLToPath(new URL("../core/store/lease-process.ts", import.meta.url));

/** Less than any lease lasts: what is done by then did not wait for one to run out. */
const atOnceMs = 7_000;

/** What two processes on one store make out between them. */
export function leaseContract(
  name: string,
  makePlace: () => Promise<StorePlace>,
  needs: ReturnType<typeof requirement> = { skip: false },
  around: () => void = () => {},
): void {
  const on = (title: string, test: (place: StorePlace) => Promise<void>): void => {
    it(title, { timeout: 60_000 }, async () => {
      await using place = await makePlace();
      await test(place);
    });
  };

  describe(`a lease between processes: ${name}`, { ...needs, concurrency: false }, () => {
    around();

    on("belongs to the first, and the second hears of it at once", async (place) => {
      await using first = await start(place, "slack/1");
      assert.equal(first.said, "held");
      const from = performance.now();
      await using second = await start(place, "slack/1");
      assert.match(second.said, new RegExp(`^already-running: .*slack/1 .*process ${first.child.pid} beside it`));
      assert.ok(performance.now() - from < atOnceMs);
      await using another = await start(place, "slack/2");
      assert.equal(another.said, "held");
    });

    on("is free at once when its owner on this machine was killed", async (place) => {
      await using first = await start(place, "slack/1");
      first.child.kill("SIGKILL");
      await once(first.child, "exit");
      const from = performance.now();
      await using second = await start(place, "slack/1");
      assert.equal(second.said, "held");
      assert.ok(performance.now() - from < atOnceMs);
    });

    on("is free at once when its owner ended in order", async (place) => {
      await using first = await start(place, "slack/1");
      first.child.stdin.end();
      assert.deepEqual(await once(first.child, "exit"), [0, null]);
      await using second = await start(place, "slack/1");
      assert.equal(second.said, "held");
    });

    on("goes to one of many who start at once", async (place) => {
      const all = await Promise.all(Array.from({ length: 4 }, () => start(place, "slack/1")));
      const said = all.map((one) => one.said.replace(/:.*/, "")).toSorted();
      for (const one of all) await one[Symbol.asyncDispose]();
      assert.deepEqual(said, ["already-running", "already-running", "already-running", "held"]);
    });
  });
}

interface Started extends AsyncDisposable {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  /** Its first line. */
  readonly said: string;
}

async function start({ location }: StorePlace, name: string): Promise<Started> {
  const child = spawn(process.execPath, [program, location, name], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.on("error", () => {});
  const exited = once(child, "exit");
  const [said] = await once(createInterface(child.stdout), "line");
  return {
    child,
    said: String(said),
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await exited;
    },
  };
}
