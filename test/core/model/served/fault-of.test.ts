import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Failure, type FailureCode } from "../../../../src/failure.ts";
import { listen, question, rawOf } from "../../../contracts/model-contract.ts";
import {
  breaksAfter,
  hangsAfter,
  ModelServer,
  type Play,
  refuses,
  says,
  sendJson,
} from "../../../fakes/model-server.ts";
import { failing, LONG_MS, modelAt, raw } from "../served-model.ts";

describe("a server that fails", { timeout: 20_000 }, () => {
  it("is asked again while it is busy, as late as it asks for, with a bound", async () => {
    const slept: number[] = [];
    await using server = await ModelServer.start(
      refuses(429, "slow down", { "retry-after": "7" }),
      refuses(503, "Loading model", { "retry-after": "Mon, 23 Nov 2026 12:00:03 GMT" }),
      says(["hi"]),
    );
    const heard = await listen(modelAt(server.url, { slept }));
    assert.deepEqual(
      heard.map((said) => (said.kind === "retrying" ? said.attempt : said.kind)),
      [2, 3, "prose", "finished"],
    );
    assert.deepEqual(slept, [7000, 3000]);
    const { requests } = await failing(
      [refuses(429, "no", { "retry-after": "9999" }), refuses(429, "no", { "retry-after-ms": "5" })],
      { slept, patience: { firstTokenMs: LONG_MS, betweenTokensMs: LONG_MS, attempts: 2 } },
    );
    assert.equal(requests, 2);
    assert.equal(slept.at(-1), 60_000);
  });

  it("is given longer each time where it does not say how long", async () => {
    const slept: number[] = [];
    await failing([refuses(503, "a"), refuses(502, "b"), refuses(500, "c")], { slept });
    assert.deepEqual(slept, [500, 1000]);
  });

  const vllm =
    "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (8100 in the messages, 900 in the completion). Please reduce the length of the messages or completion.";
  for (const [name, play, code, requests] of [
    ["429 each time", refuses(429, "rate limit"), "model-busy", 3],
    ["503 each time", refuses(503, "loading"), "model-busy", 3],
    ["401", refuses(401, "Incorrect API key provided"), "model-unauthorized", 1],
    ["403", refuses(403, "forbidden"), "model-unauthorized", 1],
    ["404 for the model", refuses(404, "The model `x` does not exist."), "model-not-found", 1],
    ["400 for something else, twice because of the extras", refuses(400, "bad role"), "model-refused", 2],
    ["vLLM's context", refuses(400, vllm), "context-too-long", 1],
    [
      "vLLM's newer context",
      refuses(400, "The decoder prompt (length 9000) is longer than the maximum model length of 8192."),
      "context-too-long",
      1,
    ],
    [
      "llama.cpp's context",
      (_request, response) =>
        sendJson(response, 400, {
          error: {
            code: 400,
            message:
              "the request exceeds the available context size. try increasing the context size or enable context shift",
            type: "exceed_context_size_error",
          },
        }),
      "context-too-long",
      1,
    ],
    [
      "OpenAI's context",
      (_request, response) =>
        sendJson(response, 400, {
          error: {
            code: "context_length_exceeded",
            message:
              "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens. Please reduce the length of the messages.",
          },
        }),
      "context-too-long",
      1,
    ],
    [
      "SGLang's context",
      refuses(400, "The input (9001 tokens) is longer than the model's context length (8192 tokens)."),
      "context-too-long",
      1,
    ],
    [
      "a page in place of a stream",
      (_request, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>hello</html>"),
      "model-broke-off",
      3,
    ],
    [
      "an error page",
      (_request, response) => void response.writeHead(418, { "content-type": "text/html" }).end("<html>teapot</html>"),
      "model-refused",
      1,
    ],
    ["damage in the first chunk", breaksAfter(raw("{damaged")), "model-damaged", 3],
    ["a connection that breaks before a word", breaksAfter({ choices: [] }), "model-broke-off", 3],
    ["a connection that is closed at once", (_request, response) => void response.destroy(), "model-unreachable", 3],
    [
      "an error inside the stream before a word",
      breaksAfter({ error: { message: "engine died" } }),
      "model-broke-off",
      3,
    ],
  ] as const satisfies readonly (readonly [string, Play, FailureCode, number])[]) {
    it(`fails with ${code} after ${name}`, async () => {
      const failed = await failing([play, play, play]);
      assert.equal(failed.error.code, code);
      assert.equal(failed.requests, requests);
      assert.equal(failed.error.facts["model"], "glm-4-9b-chat");
      assert.match(String(failed.error.facts["url"]), /^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    });
  }

  it("fails with model-silent when nothing comes, neither headers nor words, and asks only once more", async () => {
    const patience = { firstTokenMs: 30, betweenTokensMs: LONG_MS, attempts: 4 };
    for (const play of [
      hangsAfter(),
      hangsAfter(": ping\n\n", { choices: [{ delta: { role: "assistant" } }] }),
      (() => undefined) satisfies Play,
    ]) {
      const { error, requests } = await failing([play, play, play], { patience });
      assert.equal(error.code, "model-silent");
      assert.equal(requests, 2);
    }
  });

  it("fails with model-unreachable where nobody listens", async () => {
    const server = await ModelServer.start();
    const { url } = server;
    await server[Symbol.asyncDispose]();
    const heard: string[] = [];
    await assert.rejects(
      async () => {
        for await (const said of modelAt(url).say(question("hi"), new AbortController().signal)) heard.push(said.kind);
      },
      (error: unknown) =>
        error instanceof Failure && error.code === "model-unreachable" && error.facts["said"] === "ECONNREFUSED",
    );
    assert.deepEqual(heard, ["retrying", "retrying"]);
  });

  it("asks for a shorter answer where only prompt and answer together are too long", async () => {
    const message =
      "This model's maximum context length is 8192 tokens. However, you requested 8196 tokens (4100 in the messages, 4096 in the completion).";
    await using server = await ModelServer.start(refuses(400, message), says(["hi"]));
    assert.equal(rawOf(await listen(modelAt(server.url))), "hi");
    assert.equal(server.requests[1]?.body["max_tokens"], 4091);
  });

  it("repeats neither the key nor a long page in what it says", async () => {
    const { error } = await failing([refuses(401, `wrong key glm.12345secret! ${"x".repeat(5000)}\u001b[31m`)], {
      apiKey: "glm.12345secret",
    });
    assert.doesNotMatch(error.message + JSON.stringify(error.facts), /12345secret|\\x1b|\p{Cc}/u);
    assert.ok(error.message.length < 600);
  });

  it("names a key that no header can carry without repeating it", async () => {
    const { error, requests } = await failing([], { apiKey: "密码\nsecret" });
    assert.equal(error.code, "model-unauthorized");
    assert.equal(requests, 0);
    assert.doesNotMatch(error.message, /secret|密/);
  });

  it("stops waiting for a busy server when it is stopped", async () => {
    await using server = await ModelServer.start(refuses(503, "busy"));
    const stop = new AbortController();
    const reason = new Error("stopped");
    const sleep = async (_ms: number, signal: AbortSignal) => {
      stop.abort(reason);
      signal.throwIfAborted();
    };
    await assert.rejects(listen(modelAt(server.url, { sleep }), question("hi"), stop.signal), reason);
  });
});
