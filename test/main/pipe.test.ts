import assert from "node:assert/strict";
import { test } from "node:test";
import { ModelServer, says } from "../fakes/model-server.ts";
import { fenced } from "../fakes/turn.ts";
import { dataFolder, runBot } from "./bot-process.ts";

test("a line of /run prints what Python prints, and nothing else, on standard output", async () => {
  const { status, out, err } = await runBot("/run print(6*7)\n");
  assert.equal(out, "42\n");
  assert.equal(status, 0);
  assert.doesNotMatch(err, /sealed/);
});

test("a Python that is not sealed off is said at the start", async () => {
  const { out, err } = await runBot("/run print(6*7)\n", { THREADBOOK_SANDBOX: "off" });
  assert.equal(out, "42\n");
  assert.match(err, /sealed off from nothing: THREADBOOK_SANDBOX is off/);
});

test("a second start prints just as little, though variables were lost", async () => {
  const settings = { THREADBOOK_DATA: dataFolder() };
  await runBot("/run x = 6\n", settings);
  const { out, err } = await runBot("/run print(6*7)\n", settings);
  assert.equal(out, "42\n");
  assert.match(err, /started anew/);
});

test("messages are answered in order, and a trailing backslash goes on in the next line", async () => {
  const { out } = await runBot("/run for i in range(2):\\\n    print(i)\n/run print('then')\n");
  assert.equal(out, "0\n1\nthen\n");
});

test("a tqdm bar is one line, as it stood at the end", async () => {
  const { out } = await runBot("/run from tqdm.auto import tqdm\\\nfor step in tqdm(range(50), ncols=40): pass\n");
  assert.match(out, /^100%\|█+\| 50\/50 [^\n]*\n?$/);
});

test("every wrong setting is named, and nothing is started", async () => {
  const { status, out, err } = await runBot("/run print(1)\n", {
    THREADBOOK_STEPS: "many",
    MODEL_DIALECT: "morse",
  });
  assert.equal(status, 2);
  assert.equal(out, "");
  assert.match(err, /THREADBOOK_STEPS.*'many'[\s\S]*MODEL_DIALECT|MODEL_DIALECT[\s\S]*THREADBOOK_STEPS/);
});

test("a server that is not there is a sentence and status 1", async () => {
  const { status, err } = await runBot("hello\n", { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" });
  assert.equal(status, 1);
  assert.match(err, /cannot be reached at http:\/\/127\.0\.0\.1:9\/v1/);
});

test("a question goes to the model and its Python to the kernel; the next start's prompt goes on from the last one", async () => {
  await using server = await ModelServer.start(
    says([`Let me see.\n${fenced("print(6*7)")}`]),
    says(["It is 42."]),
    says(["It was 42."]),
  );
  const settings = { OPENAI_BASE_URL: server.url, MODEL: "glm-test", THREADBOOK_DATA: dataFolder() };
  const first = await runBot("what is 6*7?\n", settings);
  assert.match(first.out, /Let me see\.[\s\S]*print\(6\*7\)[\s\S]*42[\s\S]*It is 42\./);
  const second = await runBot("what was it?\n", settings);
  assert.match(second.out, /It was 42\./);
  const prompts = server.requests.map(({ body }) => body["messages"] as readonly object[]);
  assert.equal(prompts.length, 3, "one request a step, and no others");
  for (const [index, prompt] of prompts.slice(1).entries()) {
    const before = prompts[index] ?? [];
    assert.deepEqual(prompt.slice(0, before.length), before, "each prompt begins with the whole of the one before");
  }
});

test("the answer of a pipe has no control codes, whatever is printed", async () => {
  const { out } = await runBot(`/run print("\\x1b[31mred\\x1b[0m \\x07 \\x9b2J \\x1b]0;title\\x07 \\u202e end")\n`);
  assert.doesNotMatch(out.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}]/u);
  assert.match(out, /red .* end/);
});
