import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConnectedModel, House } from "../../src/core/house.ts";
import { deliveryId, threadId } from "../../src/core/ids.ts";
import { Shutdown } from "../../src/core/interpreter/stop.ts";
import { Lanes } from "../../src/core/lanes.ts";
import { ScriptedModel } from "../../src/core/model/scripted-model.ts";
import type { Question } from "../../src/core/question.ts";
import { viewOf } from "../../src/core/replay.ts";
import { openStore } from "../../src/core/store/open-store.ts";
import { Dialogs } from "../../src/core/store/record/dialogs.ts";
import { askTurn, runTurn } from "../../src/core/take-turn.ts";
import { Threads } from "../../src/core/threads.ts";
import type { TurnView } from "../../src/core/view.ts";
import { words } from "../../src/core/words/words.ts";
import { ada } from "../fakes/fake-adapter.ts";
import { FakeKernelHost } from "../fakes/fake-kernel.ts";
import { MemoryBlobs } from "../fakes/memory-blobs.ts";
import { limits } from "../fakes/turn.ts";
import { contentOf, fileOf } from "../kernel/files/sources.ts";

const thread = threadId("test", "files");
const question: Question = {
  message: deliveryId(thread, "m1"),
  earlier: async () => [],
  thread,
  person: ada,
  text: "plot it",
  language: "en",
  at: "2026-01-01T00:00:00+00:00",
};
const FOREVER = new AbortController().signal;

/** A house with one thread's kernel; `heard` is what the model was asked, at each step. */
async function houseFor(...answers: readonly string[]) {
  const store = await openStore("sqlite::memory:", () => {});
  const kernels = new FakeKernelHost();
  const heard: string[] = [];
  const model = new ScriptedModel(
    answers.map((answer) => (dialog) => {
      heard.push(JSON.stringify(dialog.turns.at(-1)?.entries));
      return answer;
    }),
  );
  const connected: ConnectedModel = { model, url: "http://127.0.0.1:8000/v1" };
  const threads = new Threads(new Dialogs(store), kernels);
  const lanes = new Lanes({ turnsPerPerson: 1, waitingPerPerson: 5 });
  const house: House = { threads, lanes, kernels, blobs: new MemoryBlobs(), connected, limits, sleep: atOnce };
  const close = async () => {
    await threads[Symbol.asyncDispose]();
    await kernels[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  };
  return { house, heard, [Symbol.asyncDispose]: close };
}

async function atOnce(): Promise<void> {}

async function last(views: AsyncIterable<TurnView>): Promise<TurnView> {
  const view = (await Array.fromAsync(views)).at(-1);
  assert.ok(view);
  return view;
}

test("files that come with a message are in the folder before the model speaks, and it is told of them", async () => {
  await using playing = await houseFor("Seen.");
  const { house, heard } = playing;
  const files = [fileOf("../scores.csv", "a,b\n"), fileOf("scores.csv", "c\n")];
  const views = await Array.fromAsync(askTurn({ ...question, files }, house, FOREVER));
  assert.ok(views.some(({ status }) => status?.kind === "waiting" && status.for === "files"));
  assert.match(heard[0] ?? "", /"files":\[\{"name":"scores.csv","bytes":4\},\{"name":"scores \(2\).csv","bytes":2\}\]/);
  const { kernel, record } = await house.threads.open(thread);
  assert.equal(String(await contentOf(await kernel.take("scores.csv"))), "a,b\n");
  assert.deepEqual(viewOf(record.dialog.turns.at(-1)?.entries ?? []), views.at(-1));
});

test("a file that cannot be kept is told with its reason, and the turn goes on with the others", async () => {
  await using playing = await houseFor("Seen.");
  const { house, heard } = playing;
  const huge = { name: "@everyone <b>.bin", bytes: 10 ** 12, open: () => Promise.reject(new Error("not opened")) };
  const broken = { name: "broken.csv", open: () => Promise.reject(new Error("404")) };
  const view = await last(askTurn({ ...question, files: [huge, broken, fileOf("a.csv", "1")] }, house, FOREVER));
  assert.deepEqual(view.ending, { why: "answered" });
  const notes = view.blocks.flatMap((block) => (block.kind === "note" ? [block.note] : []));
  assert.deepEqual(
    notes.map((note) => words("en").note(note)),
    [
      "The file _everyone _b_.bin was not kept. _everyone _b_.bin is too large: at most 50 MB.",
      "The file broken.csv was not kept. broken.csv could not be fetched. Send it again.",
    ],
  );
  assert.match(words("zh").note(notes[1] ?? { kind: "answer-cut" }), /^文件 broken.csv 没有保存。没能取到 broken.csv/);
  assert.match(heard[0] ?? "", /"files":\[\{"name":"a.csv","bytes":1\}\]/);
  const { record } = await house.threads.open(thread);
  assert.deepEqual(viewOf(record.dialog.turns.at(-1)?.entries ?? []), view);
});

test("a message of files alone is a question, and one of nothing is not", async () => {
  await using playing = await houseFor("What shall I do with it?");
  const { house } = playing;
  assert.equal((await last(askTurn({ ...question, text: " ", files: [] }, house, FOREVER))).ending?.why, "failed");
  const view = await last(askTurn({ ...question, text: "", files: [fileOf("a.csv", "1")] }, house, FOREVER));
  assert.deepEqual(view.ending, { why: "answered" });
});

test("files that come with a person's own code are there when it runs", async () => {
  await using playing = await houseFor();
  const { house } = playing;
  const files = [fileOf("a.csv", "1")];
  assert.deepEqual((await last(runTurn({ ...question, text: "print(1)", files }, house, FOREVER))).ending, {
    why: "answered",
  });
  const { kernel, record } = await house.threads.open(thread);
  assert.deepEqual((await kernel.files()).length, 1);
  const [entry] = record.dialog.turns.at(-1)?.entries ?? [];
  assert.deepEqual(entry?.kind === "asked" && entry.files, [{ name: "a.csv", bytes: 1 }]);
});

test("a stop while a file comes ends the turn, with the question on record", async () => {
  await using playing = await houseFor("never");
  const { house } = playing;
  const stop = new AbortController();
  const open = () => {
    stop.abort(new Shutdown());
    return new Promise<never>(() => undefined);
  };
  const view = await last(askTurn({ ...question, files: [{ name: "slow.csv", open }] }, house, stop.signal));
  assert.equal(view.ending?.why === "failed" && view.ending.code, "bot-restarted");
  const { record } = await house.threads.open(thread);
  assert.deepEqual(
    record.dialog.turns.at(-1)?.entries.map(({ kind }) => kind),
    ["asked", "ended"],
  );
});
