import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { listen, question, rawOf } from "../../../contracts/model-contract.ts";
import { breaksAfter, delta, hangsAfter, ModelServer, says, sse } from "../../../fakes/model-server.ts";
import { hearing, LONG_MS, modelAt, raw } from "../served-model.ts";

describe("hearing a stream", { timeout: 20_000 }, () => {
  const done = raw("[DONE]");
  for (const [name, chunks, words] of [
    ["an empty choices array", [{ choices: [] }, delta("hi"), delta(null, "stop"), done], "hi"],
    [
      "a role-only chunk",
      [{ choices: [{ delta: { role: "assistant" } }] }, delta("hi"), delta("", "stop"), done],
      "hi",
    ],
    ["a null content", [delta(null), delta("hi"), delta(null, "stop"), done], "hi"],
    ["a chunk that is null or a number", [raw("null"), raw("5"), raw('"x"'), delta("hi", "stop"), done], "hi"],
    ["keep-alive comments", [": ping\n\n", delta("h"), ": ping\n\n", delta("i", "stop"), done], "hi"],
    ["one giant chunk", [delta("word ".repeat(200_000), "stop"), done], "word ".repeat(200_000)],
    [
      "a whole message in place of a delta",
      [{ choices: [{ message: { content: "hi" }, finish_reason: "stop" }] }],
      "hi",
    ],
    [
      "usage in the last chunk",
      [delta("hi"), { choices: [{ delta: {}, finish_reason: "stop" }], usage: { prompt_tokens: 3 } }, done],
      "hi",
    ],
    [
      "carriage returns between chunks",
      [`data: ${JSON.stringify(delta("hi", "stop"))}\r\n\r\n`, "data: [DONE]\r\n\r\n"],
      "hi",
    ],
  ] as const) {
    it(`takes ${name}`, async () => {
      const heard = await hearing((_request, response) => {
        sse(response, ...chunks);
        response.end();
      });
      assert.equal(rawOf(heard), words);
      assert.deepEqual(
        heard.flatMap((said) => (said.kind === "finished" ? [said.why] : [])),
        ["stop"],
      );
    });
  }

  it("takes characters and lines that the network cut in two", async () => {
    const heard = await hearing(async (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const byte of Buffer.from(`data: ${JSON.stringify(delta("你好🎉", "stop"))}\n\ndata: [DONE]\n\n`)) {
        response.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    assert.equal(rawOf(heard), "你好🎉");
  });

  for (const field of ["reasoning_content", "reasoning"]) {
    it(`takes ${field} for thinking`, async () => {
      const heard = await hearing((_request, response) => {
        sse(response, { choices: [{ delta: { [field]: "hm" } }] }, delta("Yes", "stop"), done);
        response.end();
      });
      assert.deepEqual(
        heard.map((said) => said.kind),
        ["thinking", "prose", "finished"],
      );
    });
  }

  it("takes a stream without [DONE] for whole when it said why it finished", async () => {
    const heard = await hearing((_request, response) => {
      sse(response, delta("hi"), delta("", "stop"));
      response.end();
    });
    assert.deepEqual(heard.at(-1), { kind: "finished", why: "stop" });
  });

  it("says the end of an answer before the server has counted it", async () => {
    await using server = await ModelServer.start(hangsAfter(delta("```python\nx = 1\n```"), delta("", "stop")));
    for await (const said of modelAt(server.url).say(question("hi"), new AbortController().signal))
      if (said.kind === "code-closed") break;
    await server.requests[0]?.aborted;
  });

  it("finishes with what it has when the count never comes", async () => {
    const heard = await hearing(hangsAfter(delta("hi"), delta("", "stop")), {
      patience: { firstTokenMs: LONG_MS, betweenTokensMs: 20, attempts: 1 },
    });
    assert.deepEqual(heard.at(-1), { kind: "finished", why: "stop" });
  });

  for (const [name, play, why] of [
    ["the token limit", says(["```python\nx = ", "[1, 2"], "length"), "length"],
    ["a connection that breaks", breaksAfter(delta("```python\nx = "), delta("[1, 2")), "cut"],
    ["a damaged chunk", breaksAfter(delta("```python\nx = [1, 2"), raw("{damaged")), "cut"],
    [
      "an error inside the stream",
      breaksAfter(delta("```python\nx = [1, 2"), { error: { message: "CUDA out of memory" } }),
      "cut",
    ],
    ["a stream that ends without a reason", says(["```python\nx = [1, 2"], ""), "cut"],
    ["a server that aborts", says(["```python\nx = [1, 2"], "abort"), "cut"],
    ["a silence", hangsAfter(delta("```python\nx = [1, 2")), "cut"],
  ] as const) {
    it(`never takes a block for whole after ${name}`, async () => {
      const heard = await hearing(play, { patience: { firstTokenMs: LONG_MS, betweenTokensMs: 50, attempts: 3 } });
      assert.deepEqual(
        heard.flatMap((said) => (said.kind === "code-cut" ? [said.code] : [])),
        ["x = [1, 2"],
      );
      assert.deepEqual(heard.at(-1), { kind: "finished", why });
      assert.ok(heard.every((said) => said.kind !== "code-closed" && said.kind !== "retrying"));
    });
  }

  it("says that words broke off", async () => {
    const heard = await hearing(breaksAfter(delta("The answer")));
    assert.equal(rawOf(heard), "The answer");
    assert.deepEqual(heard.at(-1), { kind: "finished", why: "cut" });
  });

  it("ends the request at once when the loop leaves, when it is stopped, and at a role token", async () => {
    const block = hangsAfter(delta("```python\nx = 1\n```\nmore"));
    await using server = await ModelServer.start(block, block, hangsAfter(delta("Yes<|user|>")));
    const model = modelAt(server.url);
    for await (const said of model.say(question("hi"), new AbortController().signal))
      if (said.kind === "code-closed") break;
    await server.requests[0]?.aborted;
    const stop = new AbortController();
    const reason = new Error("stopped");
    await assert.rejects(async () => {
      for await (const said of model.say(question("hi"), stop.signal))
        if (said.kind === "code-closed") stop.abort(reason);
    }, reason);
    await server.requests[1]?.aborted;
    assert.deepEqual((await listen(model)).at(-1), { kind: "finished", why: "stop" });
    await server.requests[2]?.aborted;
  });

  it("is stopped while the server says nothing", async () => {
    await using server = await ModelServer.start((request) => request.aborted);
    const stop = new AbortController();
    const reason = new Error("stopped");
    const listening = listen(modelAt(server.url), question("hi"), stop.signal);
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(reason);
    await assert.rejects(listening, reason);
    await server.requests[0]?.aborted;
  });

  it("reads on as usual when the server sends the thoughts of a thinking model apart", async () => {
    const thought = { choices: [{ delta: { reasoning_content: "hm" } }] };
    await using server = await ModelServer.start(hangsAfter(thought, delta("```python\nx = 1\n```\n")));
    const kinds: string[] = [];
    for await (const said of modelAt(server.url, { thinks: true }).say(question("hi"), new AbortController().signal)) {
      kinds.push(said.kind);
      if (said.kind === "code-closed") break;
    }
    assert.deepEqual(kinds, ["thinking", "code", "code-closed"]);
  });

  it("leaves a server that never stops, and takes its answer for cut by the limit", async () => {
    await using server = await ModelServer.start(hangsAfter(delta("word ".repeat(900_000))));
    assert.deepEqual((await listen(modelAt(server.url))).at(-1), { kind: "finished", why: "length" });
    await server.requests[0]?.aborted;
  });

  it("learns from what the server counts along, also when the stream is left early", async () => {
    const counted = { ...delta("```python\nx = 1\n```\n"), usage: { prompt_tokens: 1400, completion_tokens: 9 } };
    await using server = await ModelServer.start(hangsAfter(counted));
    const model = modelAt(server.url);
    for await (const said of model.say(question("hi"), new AbortController().signal))
      if (said.kind === "code-closed") break;
    assert.equal(model.size(question("hi")), 1400);
  });
});
