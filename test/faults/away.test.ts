import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { FolderBlobs } from "../../src/core/store/folder-blobs.ts";
import { judge, unquiet } from "./judge.ts";
import { Life } from "./life.ts";
import { Order } from "./order.ts";
import { Pythons } from "./pythons.ts";
import type { Said } from "./stage.ts";
import { chats } from "./stages.ts";
import { ToldModel } from "./told-model.ts";

for (const [name, open] of Object.entries(chats)) {
  test(`on ${name} what came while the bot was away is answered after its start: follow-ups, mentions, direct messages`, async () => {
    const folder = await mkdtemp(join(tmpdir(), "threadbook-away-"));
    await using stage = await open();
    await using model = await ToldModel.start();
    const files = { storeFile: join(folder, "store.sqlite"), blobs: new FolderBlobs(join(folder, "blobs")) };
    const order = new Order(stage);
    const world = { stage, modelUrl: model.url, pythons: new Pythons(), ...files, order, mistakes: [] };
    const first = await Life.start(world);
    const [channel, direct] = [await stage.begin("do: a = 1", "channel"), await stage.begin("hello", "direct")];
    assert.ok(channel !== undefined && direct !== undefined);
    const said: Said[] = [channel, direct];
    await quiet();
    await first.end();
    const follow = await stage.goOn(channel, "do: print(a)");
    const privately = await stage.goOn(direct, "still there?");
    const mention = await stage.begin("do: b = 2", "channel");
    assert.ok(follow !== undefined && privately !== undefined && mention !== undefined);
    said.push(follow, privately, mention);
    await stage.chatter();
    const second = await Life.start(world);
    await quiet();
    assert.deepEqual((await judge(stage, said, second.store)).wrong, []);
    await second.end();
    await rm(folder, { recursive: true, force: true });

    async function quiet(): Promise<void> {
      for (let left = 500; left > 0 && unquiet(stage, said).length > 0; left--) await wait(10);
    }
  });
}
