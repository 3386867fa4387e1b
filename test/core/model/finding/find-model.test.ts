import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import { describe, it } from "node:test";
import { askForModel, lookForModel } from "../../../../src/core/model/finding/find-model.ts";
import { Failure } from "../../../../src/failure.ts";

async function serve(listener: RequestListener): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
const json =
  (body: unknown, status = 200): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const list = (...data: object[]): object => ({ object: "list", data });

describe("looking for a model on this machine", () => {
  it("takes the first place where a server lists models, with its context", async () => {
    await using web = await serve(
      (_request, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html></html>"),
    );
    await using llama = await serve(
      json(
        list({
          id: "glm-edge.gguf",
          object: "model",
          owned_by: "llamacpp",
          meta: { n_ctx: 4096, n_ctx_train: 131072 },
        }),
      ),
    );
    const places = [
      { server: "vllm", url: web.url },
      { server: "ollama", url: llama.url },
      { server: "lm-studio", url: "http://127.0.0.1:9/v1" },
    ] as const;
    assert.deepEqual(await lookForModel({ places }), {
      server: "llama.cpp",
      url: llama.url,
      name: "glm-edge.gguf",
      names: ["glm-edge.gguf"],
      contextTokens: 4096,
    });
  });

  for (const [name, listener] of [
    ["a page", (_request, response) => void response.end("<h1>hello</h1>")],
    ["JSON of another kind", json({ status: "ok" })],
    ["a list of other things", json({ data: [{ id: "1", type: "articles" }, { id: 2 }] })],
    ["records with another kind", json(list({ id: "a", object: "user" }))],
    ["an empty list", json(list())],
    ["a refusal", json({ error: "no" }, 401)],
    ["a redirect", (_request, response) => void response.writeHead(302, { location: "/login" }).end()],
    ["an endless body", (_request, response) => void setInterval(() => response.write("x"), 5).unref()],
    ["nothing", () => undefined],
  ] as const satisfies readonly (readonly [string, RequestListener])[]) {
    it(`does not take ${name} for a model`, async () => {
      await using other = await serve(listener);
      assert.equal(await lookForModel({ places: [{ server: "vllm", url: other.url }], timeoutMs: 100 }), undefined);
    });
  }

  it("passes over servers that lack the model that was asked for, and models that cannot chat", async () => {
    await using server = await serve(
      json(list({ id: "bge-m3-embedding", object: "model" }, { id: "glm4:9b", object: "model", owned_by: "library" })),
    );
    const places = [{ server: "vllm", url: server.url }] as const;
    assert.equal((await lookForModel({ places }))?.name, "glm4:9b");
    assert.equal((await lookForModel({ places }))?.server, "ollama");
    assert.equal(await lookForModel({ places, model: "other" }), undefined);
  });
});

describe("asking a configured server for its models", () => {
  it("takes its first model where none is named, and sends the key", async () => {
    const keys: unknown[] = [];
    await using server = await serve((request, response) => {
      keys.push(request.headers.authorization);
      json(list({ id: "a", object: "model", max_model_len: 8192 }, { id: "b", object: "model" }))(request, response);
    });
    assert.deepEqual(await askForModel(`${server.url}/`, { apiKey: "k" }), {
      server: "other",
      url: server.url,
      name: "a",
      names: ["a", "b"],
      contextTokens: 8192,
    });
    assert.deepEqual(keys, ["Bearer k"]);
  });

  it("takes the model that is named, also from a server without a list", async () => {
    await using server = await serve(json({}, 404));
    assert.deepEqual(await askForModel(server.url, { model: "m" }), {
      server: "other",
      url: server.url,
      name: "m",
      names: [],
    });
  });

  for (const [status, code] of [
    [401, "model-unauthorized"],
    [404, "model-not-found"],
    [200, "model-not-found"],
  ] as const) {
    it(`says what is wrong where no model is named and the list is answered with ${status}`, async () => {
      await using server = await serve(json({}, status));
      await assert.rejects(
        askForModel(server.url),
        (error: unknown) => error instanceof Failure && error.code === code,
      );
    });
  }

  it("says that nobody is there, without the password of the address", async () => {
    await assert.rejects(askForModel("http://user:pw123@127.0.0.1:9/v1"), (error: unknown) => {
      assert.ok(error instanceof Failure);
      assert.doesNotMatch(error.message + JSON.stringify(error.facts), /pw123/);
      return true;
    });
  });
});
