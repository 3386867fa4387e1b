import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { end, run, textOf } from "../../contracts/kernel-contract.ts";
import { liveHost } from "./live-host.ts";
import { descendants, gone } from "./processes.ts";

const DAEMON = `
import subprocess
subprocess.Popen(["sh", "-c", "(sleep 1000 &) ; sleep 1000"], process_group=0)
__import__("time").sleep(0.3)
`;

const pids = (root: number) => descendants(root).map((process) => process.pid);

describe("processes of a cell", { skip: process.platform !== "linux" && "they are looked for in /proc" }, () => {
  it("are gone once the host is disposed", async () => {
    const before = pids(process.pid);
    const host = liveHost();
    await run(host.open("thread", 0), DAEMON);
    const started = pids(process.pid).filter((pid) => !before.includes(pid));
    assert.ok(started.length >= 4, "a keeper, a server, a kernel and what the cell started");
    await host[Symbol.asyncDispose]();
    await gone(started);
  });

  it("are gone once the session is disposed", async () => {
    await using host = liveHost();
    const session = host.open("thread", 0);
    await run(session, "1");
    const before = pids(process.pid);
    await run(session, DAEMON);
    const started = pids(process.pid).filter((pid) => !before.includes(pid));
    assert.ok(started.length >= 2);
    await session[Symbol.asyncDispose]();
    await gone(started);
  });

  it("are gone once the bot was killed with SIGKILL", async () => {
    const place = mkdtempSync(join(tmpdir(), "threadbook-killed-"));
    const bot = spawn(process.execPath, [join(import.meta.dirname, "orphan-maker.ts")], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, TMPDIR: place },
    });
    const [said] = await once(bot.stdout, "data");
    assert.equal(String(said), "ready\n");
    const started = pids(bot.pid ?? 0);
    assert.ok(started.length >= 4);
    bot.kill("SIGKILL");
    await gone(started);
    rmSync(place, { recursive: true });
  });

  it("are gone once the server was killed with SIGKILL; the cell says so, and the next one runs", async () => {
    for (const which of [0, 1]) {
      await using host = liveHost();
      const session = host.open("thread", 0);
      const before = pids(process.pid);
      let killed: readonly number[] = [];
      const events = await run(session, `${DAEMON}print("ready")\n__import__("time").sleep(60)`, undefined, () => {
        const started = descendants(process.pid).filter((one) => !before.includes(one.pid));
        const servers = started.filter((one) => one.command.includes("threadbook_kernel.server"));
        killed = started.map((one) => one.pid);
        process.kill(servers[which]?.pid ?? 0, "SIGKILL");
      });
      assert.deepEqual(end(events), { outcome: "host-gone", kept: false, generation: 1 });
      await gone(killed);
      const next = await run(session, "print(6*7)");
      assert.equal(textOf(next), "42\n");
      assert.equal(end(next).generation, 2);
    }
  });
});
