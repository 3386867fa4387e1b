import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../../../src/failure.ts";
import { liveHost } from "./live-host.ts";

test("a host is ready while its server is up or can be started, and says why it is not", async () => {
  await using host = liveHost();
  await host.ready();
  await using without = liveHost({}, { python: "/nowhere/python" });
  await assert.rejects(without.ready(), (error) => error instanceof Failure && error.code === "python-missing");
});
