import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { run, textOf } from "../../contracts/kernel-contract.ts";
import { contentOf, fileOf } from "../files/sources.ts";
import { liveHost } from "./live-host.ts";

describe("files between the bot and a real Python", () => {
  const host = liveHost();
  after(() => host[Symbol.asyncDispose]());

  it("can be read and changed by Python when the bot put them, and read by the bot when Python wrote them", async () => {
    const session = host.open("both", 0);
    await session.put(fileOf("scores.csv", "name,points\nAda,41\n"));
    const code = `
import pandas as pd
scores = pd.read_csv("scores.csv")
scores["points"] += 1
scores.to_csv("scores.csv", index=False)
import os; os.makedirs("results", exist_ok=True)
open("results/说明.txt", "w").write("done")
print(scores.points[0])`;
    assert.equal(textOf(await run(session, code)), "42\n");
    assert.equal(String(await contentOf(await session.take("scores.csv"))), "name,points\nAda,42\n");
    assert.equal(String(await contentOf(await session.take("results/说明.txt"))), "done");
  });

  it("are not what a program made of them: a link to the host is not followed", async () => {
    const session = host.open("plants", 0);
    await run(session, 'import os; os.symlink("/etc/passwd", "report.csv"); os.symlink("/etc", "results")');
    await assert.rejects(session.take("report.csv"), { code: "file-refused" });
    await assert.rejects(session.take("results/passwd"), { code: "file-refused" });
    assert.deepEqual(await session.files(), []);
  });
});
