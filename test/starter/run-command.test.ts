import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ending, printed, TinyProject } from "./tiny-project.ts";

const faithful = (signal: string): string => `
  setInterval(() => {}, 1000);
  process.on("${signal}", () => { console.log("bye"); process.exit(0); });
  console.log("up");
`;

describe("the starter with its bot", () => {
  for (const code of [0, 1, 2]) {
    it(`ends with ${code} as the bot does`, async () => {
      using project = new TinyProject(`process.exit(${code});`);
      assert.equal((await project.start()).code, code);
    });
  }

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`passes ${signal} on and waits for the bot's own end`, async () => {
      using project = new TinyProject(faithful(signal));
      const child = project.spawn(["bot"]);
      const end = ending(child);
      await printed(child, "stdout", "up");
      child.kill(signal);
      const { code, stdout } = await end;
      assert.deepEqual([code, stdout], [0, "up\nbye\n"]);
    });
  }

  it("ends with 130 when a Ctrl-C ended the bot", async () => {
    using project = new TinyProject('process.kill(process.pid, "SIGINT"); setInterval(() => {}, 1000);');
    assert.equal((await project.start()).code, 130);
  });

  it("says what ended a bot that was killed", async () => {
    using project = new TinyProject('process.kill(process.pid, "SIGKILL");');
    const { code, stderr } = await project.start();
    assert.equal(code, 1);
    assert.match(stderr, /The bot was ended by SIGKILL\. The machine may be short of memory\./);
  });

  it("lets the bot know when it is itself killed", async () => {
    const bot = 'process.on("disconnect", () => { console.log("alone"); process.exit(0); }); console.log("up");';
    using project = new TinyProject(bot);
    const child = project.spawn(["bot"]);
    const end = ending(child);
    await printed(child, "stdout", "up");
    child.kill("SIGKILL");
    assert.equal((await end).stdout, "up\nalone\n");
  });

  it("hands the bot its arguments and standard input", async () => {
    using project = new TinyProject("process.stdout.write(process.argv[2]); process.stdin.pipe(process.stdout);");
    const child = project.spawn(["bot", "--one two"]);
    child.stdin?.end(" three");
    assert.equal((await ending(child)).stdout, "--one two three");
  });
});

describe("the starter with tests", () => {
  it("names the step that failed and ends with 1", async () => {
    using project = new TinyProject();
    project.write(
      "test/one.test.ts",
      'import { test } from "node:test"; test("one", () => { throw new Error("no"); });',
    );
    const { code, stdout, stderr } = await project.start(["test"]);
    assert.equal(code, 1);
    assert.match(stderr, /> node tests: failed after [\d.]+ s\n$/);
    assert.match(stdout, /^# fail 1$/m);
  });

  it("stops a check at its first failing step", async () => {
    using project = new TinyProject();
    await project.start();
    project.write("node_modules/.bin/nothing", "");
    const { code, stderr } = await project.start(["check"]);
    assert.equal(code, 1);
    assert.match(stderr, /> types\n/);
    assert.doesNotMatch(stderr, /> lint/);
  });
});
