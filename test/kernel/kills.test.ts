import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { liveHost, RUNTIME_FOLDER, SEALING } from "./jupyter/live-host.ts";
import { playKills } from "./kills/play.ts";

const KILLS = 20;

describe("a host whose processes are killed at random", { skip: process.platform !== "linux" && "needs /proc" }, () => {
  it("ends each cell truthfully, and leaves nothing behind", { timeout: 120_000 }, async (context) => {
    const seed = Number(process.env["THREADBOOK_SEED"] ?? Date.now() % 1_000_000);
    context.diagnostic(`THREADBOOK_SEED=${seed}`);
    const host = liveHost({}, { sealing: { ...SEALING, warmKernels: 1 } });
    const { wrong, kills, cells } = await playKills(host, RUNTIME_FOLDER, seed, KILLS);
    context.diagnostic(`${JSON.stringify(kills)} in ${cells} cells`);
    assert.deepEqual(wrong, [], `THREADBOOK_SEED=${seed} plays it again`);
  });
});
