import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Adapter } from "../../src/core/adapter.ts";
import { FolderBlobs } from "../../src/core/store/folder-blobs.ts";
import { FakeKernelHost } from "../fakes/fake-kernel.ts";
import { DiscordStage } from "./discord-stage.ts";
import { judge, unquiet } from "./judge.ts";
import { Life, type World } from "./life.ts";
import { Order } from "./order.ts";
import { play } from "./play.ts";
import { Pythons } from "./pythons.ts";
import type { Said, Stage } from "./stage.ts";
import { ToldModel } from "./told-model.ts";

test("an answer that never ends is wrong, though the bot's end gives it an ending", async () => {
  await using scene = await Scene.begin();
  const { stage } = scene;
  const begin = stage.begin.bind(stage);
  // From the first words on, before anything goes wrong on purpose.
  stage.begin = (_, where) => begin("do: a = 1", where);
  const world = { ...scene.world, pythons: new HangingPythons() };
  const { wrong, story } = await play(world, scene.model, 3, 3, 500);
  assert.ok(
    wrong.some((line) => line.endsWith("got no whole answer in time")),
    [...wrong, ...story].join("\n"),
  );
});

test("a message that is taken behind one that was said later is wrong", async () => {
  await using scene = await Scene.begin();
  const { stage, world } = scene;
  const open = stage.open.bind(stage);
  stage.open = async (means) => crossing(await open(means), /first/, /second/);
  const life = await Life.start(world);
  const begun = await stage.begin("hello", "channel");
  const said: Said[] = [{ ...begun, life: 1 }];
  await quiet(stage, said);
  for (const text of ["the first", "the second"]) said.push(alive(await stage.goOn(begun, text)));
  await quiet(stage, said);
  const { wrong, ordered } = await judge(stage, said, life.store);
  assert.equal(ordered, 2);
  assert.deepEqual(
    wrong.map((line) => line.replaceAll(/ \(.*?\)/g, "")),
    ["'the first' was taken after 'the second', which was said behind it"],
  );
  await life.end();
});

/** Pythons whose cells end only when they are stopped. */
class HangingPythons extends Pythons {
  override host(): FakeKernelHost {
    return new FakeKernelHost(async function* (_, signal) {
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      yield { kind: "ends", outcome: "interrupted", kept: true };
    });
  }
}

/** A stage with all that a bot needs there. */
class Scene implements AsyncDisposable {
  readonly stage: DiscordStage;
  readonly model: ToldModel;
  readonly world: World;
  readonly #folder: string;

  private constructor(stage: DiscordStage, model: ToldModel, folder: string) {
    this.stage = stage;
    this.model = model;
    this.#folder = folder;
    const files = { storeFile: join(folder, "store.sqlite"), blobs: new FolderBlobs(join(folder, "blobs")) };
    this.world = {
      stage,
      modelUrl: model.url,
      pythons: new Pythons(),
      ...files,
      order: new Order(stage),
      mistakes: [],
    };
  }

  static async begin(): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), "threadbook-judge-"));
    return new Scene(await DiscordStage.start(), await ToldModel.start(), folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stage[Symbol.asyncDispose]();
    await this.model[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** An adapter that hands on one message only after another. */
function crossing(adapter: Adapter, held: RegExp, until: RegExp): Adapter {
  const passed = Promise.withResolvers<void>();
  const start = adapter.start.bind(adapter);
  adapter.start = (listener) =>
    start({
      notice: (notice) => listener.notice(notice),
      deliver: async (incoming, reply) => {
        if (held.test(incoming.text)) await passed.promise;
        const verdict = await listener.deliver(incoming, reply);
        if (until.test(incoming.text)) passed.resolve();
        return verdict;
      },
    });
  return adapter;
}

function alive(said: Said | undefined): Said {
  assert.ok(said !== undefined);
  return { ...said, life: 1 };
}

async function quiet(stage: Stage, said: readonly Said[]): Promise<void> {
  for (let left = 500; left > 0 && unquiet(stage, said).length > 0; left--) await wait(10);
}
