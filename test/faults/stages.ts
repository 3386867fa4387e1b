import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FolderBlobs } from "../../src/core/store/folder-blobs.ts";
import { ConsoleStage } from "./console-stage.ts";
import { DiscordStage } from "./discord-stage.ts";
import { Order } from "./order.ts";
import { type Played, play } from "./play.ts";
import { Pythons } from "./pythons.ts";
import { SlackStage } from "./slack-stage.ts";
import { ToldModel } from "./told-model.ts";

/** Where people can speak while the bot is away. */
export const chats = {
  slack: () => SlackStage.start(),
  discord: () => DiscordStage.start(),
} as const;

export const stages = { ...chats, console: () => ConsoleStage.start() } as const;

export type StageName = keyof typeof stages;

/** Plays one seed on a fresh stage, with a store of its own. */
export async function playOn(name: StageName, seed: number, faults: number): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), "threadbook-faults-"));
  try {
    await using stage = await stages[name]();
    await using model = await ToldModel.start();
    const storeFile = join(folder, "store.sqlite");
    const given = { stage, modelUrl: model.url, pythons: new Pythons(), storeFile };
    const world = { ...given, blobs: new FolderBlobs(join(folder, "blobs")), mistakes: [], order: new Order(stage) };
    return await play(world, model, seed, faults);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
