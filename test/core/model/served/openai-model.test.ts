import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fenced } from "../../../../src/core/model/dialects/fenced.ts";
import { STOP_STRINGS } from "../../../../src/core/model/served/stop-strings.ts";
import { listen, modelContract, question, rawOf } from "../../../contracts/model-contract.ts";
import { ModelServer, refuses, says } from "../../../fakes/model-server.ts";
import { modelAt } from "../served-model.ts";

modelContract("openai", async (answers) => {
  const pieces = answers.map((answer) => says(answer.match(/[^]{1,5}/gu) ?? []));
  const server = await ModelServer.start(...pieces);
  return { model: modelAt(server.url), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
});

describe("asking a server", { timeout: 20_000 }, () => {
  it("asks for a stream with stop strings, a token limit and the family's sampling, by known roles alone", async () => {
    await using server = await ModelServer.start(says(["hi"]));
    await listen(modelAt(server.url, { apiKey: "sk-secret" }));
    const [request] = server.requests;
    assert.equal(server.requests.length, 1);
    assert.equal(request?.path, "/v1/chat/completions");
    assert.equal(request.headers.authorization, "Bearer sk-secret");
    const { messages, ...rest } = request.body;
    assert.deepEqual(rest, {
      model: "glm-4-9b-chat",
      stream: true,
      stop: STOP_STRINGS,
      max_tokens: 4096,
      temperature: 0.95,
      top_p: 0.8,
      stream_options: { include_usage: true },
    });
    assert.deepEqual(messages, fenced.messages(question("hi")));
  });

  it("sends no key where none is set", async () => {
    await using server = await ModelServer.start(says(["hi"]));
    await listen(modelAt(server.url));
    assert.equal(server.requests[0]?.headers.authorization, undefined);
  });

  it("asks for no more tokens than the context has left", async () => {
    await using server = await ModelServer.start(says(["hi"]));
    const model = modelAt(server.url, { contextTokens: 4096 });
    await listen(model);
    const asked = Number(server.requests[0]?.body["max_tokens"]);
    assert.ok(asked < 4096 - model.size(question("hi")) && asked >= 256, `${asked}`);
  });

  it("does without the extras that a strict server refuses, and remembers it", async () => {
    await using server = await ModelServer.start(
      refuses(400, "Unrecognized request argument supplied: stream_options"),
      says(["hi"]),
      says(["hi"]),
    );
    const model = modelAt(server.url);
    assert.equal(rawOf(await listen(model)), "hi");
    await listen(model);
    assert.deepEqual(
      server.requests.map(({ body }) => [
        body["stream_options"] !== undefined,
        Array.isArray(body["stop"]) && body["stop"].length,
      ]),
      [
        [true, 5],
        [false, 4],
        [false, 4],
      ],
    );
  });

  it("asks vLLM to count along", async () => {
    await using server = await ModelServer.start(says(["hi"]));
    await listen(modelAt(server.url, { countsAlong: true }));
    assert.deepEqual(server.requests[0]?.body["stream_options"], { include_usage: true, continuous_usage_stats: true });
  });

  it("learns the size of prompts from what the server counts", async () => {
    await using server = await ModelServer.start(says(["hi"], "stop", { prompt_tokens: 1500, completion_tokens: 1 }));
    const model = modelAt(server.url);
    const heard = await listen(model);
    assert.equal(model.size(question("hi")), 1500);
    assert.deepEqual(heard.at(-1), {
      kind: "finished",
      why: "stop",
      usage: { promptTokens: 1500, completionTokens: 1 },
    });
  });
});
