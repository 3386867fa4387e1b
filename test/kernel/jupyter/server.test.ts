import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SupervisedServer } from "../../../src/kernel/jupyter/server.ts";
import { run, textOf } from "../../contracts/kernel-contract.ts";
import { liveHost, PYTHON_PATH, RUNTIME_FOLDER, SEALING } from "./live-host.ts";

const missing = {
  python: "/no/such/python",
  pythonPath: PYTHON_PATH,
  runtimeFolder: RUNTIME_FOLDER,
  environment: {},
  sealing: undefined,
  log: () => undefined,
};

describe("the supervised Jupyter server", () => {
  it("fails with a Failure where there is no Python, and a cell tells so before it starts", async () => {
    await using host = liveHost({}, { python: missing.python });
    host.warm();
    await assert.rejects(run(host.open("thread", 0), "1"), { name: "Failure", code: "python-missing" });
  });

  it("fails with a Failure, and logs why, where the server does not come up", async () => {
    const lines: string[] = [];
    await using server = new SupervisedServer({
      ...missing,
      python: "/bin/sh",
      log: (line) => lines.push(line),
    });
    await assert.rejects(server.up(), { name: "Failure", code: "kernel-not-started" });
    assert.ok(lines.length > 0);
  });

  it("is not started for ever: after five crashes within a minute it waits", async () => {
    let now = 0;
    await using server = new SupervisedServer(missing, () => now);
    for (let attempt = 1; attempt <= 5; attempt++) {
      await assert.rejects(server.up(), { code: "python-missing" });
      now += 10_000;
    }
    await assert.rejects(server.up(), { code: "kernel-not-started", message: /ended 5 times within a minute/ });
    now += 60_000;
    await assert.rejects(server.up(), { code: "python-missing" });
  });

  it("refuses names that are no folder's", async () => {
    await using host = liveHost();
    for (const name of ["", "..", "a/b", "/etc", ".hidden", "a\0b"])
      assert.throws(() => host.open(name, 0), /Expected a folder's name/);
  });

  it("shows kernels none of the bot's secrets", async () => {
    for (const sealing of [SEALING, undefined]) {
      await using host = liveHost({}, { environment: { ...process.env, OPENAI_API_KEY: "a secret" }, sealing });
      const whose = sealing !== undefined ? "self" : "{os.getppid()}";
      const look = `import os\nprint(os.environ, open(f"/proc/${whose}/environ").read())`;
      const text = textOf(await run(host.open("thread", 0), look));
      assert.match(text, /PATH/);
      assert.doesNotMatch(text, /secret|token/i);
    }
  });
});
