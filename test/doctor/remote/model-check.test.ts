import assert from "node:assert/strict";
import { test } from "node:test";
import { modelCheck } from "../../../src/doctor/remote/model-check.ts";
import { hangsAfter, ModelServer, type Play, refuses, says } from "../../fakes/model-server.ts";
import { findingFrom, somePatient } from "../some-patient.ts";

const COUNTS = says(["1", " 2", " 3", " "]);

async function examined(play: Play, settings: Readonly<Record<string, string>> = {}, models?: unknown) {
  await using server = await ModelServer.start(play);
  if (models !== undefined) server.models = models;
  const finding = await findingFrom(modelCheck(somePatient({ OPENAI_BASE_URL: server.url, ...settings })));
  return { ...finding, requests: server.requests };
}

test("a model that streams, stops where it is told to, and says what it reads is right", async () => {
  const { sign, said, requests } = await examined(COUNTS, { OPENAI_API_KEY: "sk-1" });
  assert.equal(sign, "ok", said);
  assert.match(
    said,
    /^glm-4-9b-chat at http:\/\/127\.0\.0\.1:\d+\/v1 answers, first word after \d+\.\d s, streams, keeps to stop strings, reads 32,768 tokens$/,
  );
  assert.equal(requests.length, 1);
  const { body, headers } = requests[0] ?? assert.fail();
  assert.ok(Number(body["max_tokens"]) <= 64 && body["stream"] === true);
  assert.equal(headers.authorization, "Bearer sk-1");
});

for (const [title, play, doubt] of [
  ["talks on over a stop string", says(["1 2", " 3 4", " 5 6"]), /does not keep to stop strings/],
  ["answers in one piece", says(["1 2 3 "]), /does not stream/],
] as const) {
  test(`a model that ${title} is a warning`, async () => {
    const { sign, more } = await examined(play);
    assert.equal(sign, "warning");
    assert.match(more.join("\n"), doubt);
  });
}

test("a model that does not count leaves stop strings untried, which is no fault", async () => {
  const { sign, said } = await examined(says(["I am", " a poet."]));
  assert.equal(sign, "ok");
  assert.match(said, /stop strings could not be tried/);
});

test("a context that nobody knows, or that is set too large, is a warning", async () => {
  const nameless = { object: "list", data: [{ id: "glm", object: "model" }] };
  assert.match((await examined(COUNTS, {}, nameless)).more.join(), /8,192 tokens are taken/);
  const { more } = await examined(COUNTS, { THREADBOOK_CONTEXT_TOKENS: "99999" });
  assert.match(more.join(), /THREADBOOK_CONTEXT_TOKENS is 99,999, but the server reads 32,768/);
});

for (const [title, play, said] of [
  ["refuses the key", refuses(401, "bad key sk-hunter2"), /refused the key/],
  ["does not serve the model", refuses(404, "no such model"), /does not serve a model named glm-4-9b-chat/],
  ["is busy", refuses(503, "busy"), /too busy/],
] as const) {
  test(`a server that ${title} is wrong, without its key`, async () => {
    const finding = await examined(play, { OPENAI_API_KEY: "sk-hunter2" });
    assert.equal(finding.sign, "wrong");
    assert.match(finding.said, said);
    assert.doesNotMatch(JSON.stringify([finding.said, finding.more]), /hunter2/);
  });
}

test("where a model is not served, those that are have their names told", async () => {
  const { sign, more } = await examined(refuses(404, "no such model"), { MODEL: "glm-5" });
  assert.equal(sign, "wrong");
  assert.deepEqual(more, ["Served there: glm-4-9b-chat"]);
});

test("a server that never answers is given up", async () => {
  await using server = await ModelServer.start(hangsAfter());
  const check = modelCheck(somePatient({ OPENAI_BASE_URL: server.url }));
  assert.equal((await findingFrom({ ...check, limitMs: 300 })).said, "gave no answer within 0.3 s");
});

test("a server that is not there is wrong, and no server at all a warning", async () => {
  const { sign, said } = await findingFrom(modelCheck(somePatient({ OPENAI_BASE_URL: "http://127.0.0.1:9/v1" })));
  assert.equal(sign, "wrong");
  assert.match(said, /cannot be reached at http:\/\/127\.0\.0\.1:9\/v1/);
  const none = await findingFrom(modelCheck(somePatient(), () => Promise.resolve(undefined)));
  assert.equal(none.sign, "warning");
  assert.match(none.said, /no model was found/);
});
