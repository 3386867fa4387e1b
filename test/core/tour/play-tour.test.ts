import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { CommandCall } from "../../../src/core/commands/command.ts";
import { tour } from "../../../src/core/commands/tour.ts";
import type { House } from "../../../src/core/house.ts";
import { deliveryId, personId, threadId } from "../../../src/core/ids.ts";
import { Stop } from "../../../src/core/interpreter/stop.ts";
import { Lanes } from "../../../src/core/lanes.ts";
import { openStore } from "../../../src/core/store/open-store.ts";
import { Dialogs } from "../../../src/core/store/record/dialogs.ts";
import { Threads } from "../../../src/core/threads.ts";
import { tourTurns } from "../../../src/core/tour/script.ts";
import type { Block, TurnView } from "../../../src/core/view.ts";
import type { KernelHost } from "../../../src/kernel/session.ts";
import { ada } from "../../fakes/fake-adapter.ts";
import { FakeKernelHost } from "../../fakes/fake-kernel.ts";
import { MemoryBlobs } from "../../fakes/memory-blobs.ts";
import { limits } from "../../fakes/turn.ts";
import { liveHost } from "../../kernel/jupyter/live-host.ts";

const call: CommandCall = {
  message: deliveryId(threadId("fake", "tour"), "1"),
  earlier: async () => [],
  files: [],
  thread: threadId("test", "tour"),
  person: ada,
  text: "",
  language: "en",
  syntax: (name) => `/${name}`,
  at: "2026-01-01T00:00:00+00:00",
};

async function houseWith(kernels: KernelHost): Promise<House> {
  const threads = new Threads(new Dialogs(await openStore("sqlite::memory:", () => {})), kernels);
  return {
    threads,
    lanes: new Lanes({ turnsPerPerson: 1, waitingPerPerson: 5 }),
    kernels,
    blobs: new MemoryBlobs(),
    connected: undefined,
    limits,
    sleep: atOnce,
  };
}

async function atOnce(_: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
}

async function views(house: House, signal = new AbortController().signal): Promise<readonly TurnView[]> {
  const drawn: TurnView[] = [];
  for await (const view of tour.answer(call, house, signal)) drawn.push(view);
  return drawn;
}

test("the tour shows the whole main job on a real Python: mended, drawn, kept, stopped", async () => {
  const threadsFolder = mkdtempSync(join(tmpdir(), "threadbook-tour-"));
  await using kernels = liveHost({}, { threadsFolder });
  const drawn = await views(await houseWith(kernels));
  const last = drawn.at(-1);
  assert.ok(last);
  assert.deepEqual(last.ending, { why: "answered" });
  assert.deepEqual(cells(last.blocks), ["raised", "ok", "ok", "ok", "interrupted", "ok"]);
  const figures = last.blocks.flatMap((block) =>
    block.kind === "cell" ? block.outputs.filter((output) => output.kind === "display" && output.shown.picture) : [],
  );
  assert.equal(figures.length, 2);
  assert.deepEqual(
    last.blocks.flatMap((block) => (block.kind === "question" ? [block.text] : [])),
    tourTurns.map((turn) => turn.question),
  );
  assert.deepEqual(readdirSync(threadsFolder), [], "its folder went with it");
  rmSync(threadsFolder, { recursive: true });
});

test("the tour says first that it was written beforehand", async () => {
  const [first] = await views(await houseWith(new FakeKernelHost()));
  const [label] = first?.blocks ?? [];
  assert.match(label?.kind === "sentence" ? label.text : "", /written beforehand/);
});

test("blocks of the tour are only ever added, and keep their keys", async () => {
  const drawn = await views(await houseWith(new FakeKernelHost()));
  let keys: readonly string[] = [];
  for (const view of drawn) {
    const now = view.blocks.map((block) => block.key);
    assert.deepEqual(now.slice(0, keys.length), keys);
    assert.equal(new Set(now).size, now.length);
    keys = now;
  }
});

test("a stop ends the tour", async () => {
  const controller = new AbortController();
  controller.abort(new Stop(personId("test", "bob")));
  const drawn = await views(await houseWith(new FakeKernelHost()), controller.signal);
  assert.deepEqual(drawn.at(-1)?.ending, { why: "stopped", by: personId("test", "bob") });
});

function cells(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => (block.kind === "cell" && block.end !== undefined ? [block.end.outcome] : []));
}
