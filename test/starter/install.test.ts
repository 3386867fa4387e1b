import assert from "node:assert/strict";
import { renameSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ending, printed, TinyProject } from "./tiny-project.ts";

const everything = ["npm ci", "npm done", "python venv", "pip requirements.txt"];
const python = ".threadbook/python";

async function installed(): Promise<TinyProject> {
  const project = new TinyProject();
  assert.equal((await project.start()).code, 0);
  assert.deepEqual(project.calls(), everything);
  return project;
}

describe("the first start", () => {
  it("installs everything on standard error and leaves standard output to the bot", async () => {
    using project = new TinyProject();
    const { code, stdout, stderr } = await project.start();
    assert.equal(code, 0);
    assert.equal(stdout, "42\n");
    assert.match(stderr, /Installing npm packages: done[^]*Installing Python packages: done/);
    assert.equal(project.has(".threadbook/cache"), false);
  });

  it("adds the test packages for the tests alone", async () => {
    using project = await installed();
    project.write("test/one.test.ts", 'import { test } from "node:test"; test("one", () => {});');
    const { code, stdout } = await project.start(["test"]);
    assert.deepEqual(project.calls(), ["pip requirements-dev.txt"]);
    assert.equal(code, 0);
    assert.match(stdout, /^# pass 1$/m);
    await project.start(["test"]);
    assert.deepEqual(project.calls(), []);
  });

  it("happens once when two are made at the same time", async () => {
    using project = new TinyProject();
    const first = project.spawn(["bot"], { STUB_NPM: "slow" });
    const firstEnding = ending(first);
    await printed(first, "stderr", "Installing npm");
    const second = project.spawn(["bot"]);
    const secondEnding = ending(second);
    await printed(second, "stderr", "waiting for it");
    project.write("go", "");
    assert.deepEqual([(await firstEnding).stdout, (await secondEnding).stdout], ["42\n", "42\n"]);
    assert.deepEqual(project.calls(), everything);
  });

  it("waits for the tool that a killed start left behind", async () => {
    using project = new TinyProject();
    const first = project.spawn(["bot"], { STUB_NPM: "slow" });
    await printed(first, "stderr", "Installing npm");
    while (!project.has("calls.log")) await new Promise((resolve) => setImmediate(resolve));
    first.kill("SIGKILL");
    const second = project.spawn(["bot"]);
    const secondEnding = ending(second);
    await printed(second, "stderr", "waiting for it");
    project.write("go", "");
    assert.equal((await secondEnding).stdout, "42\n");
    assert.deepEqual(project.calls(), everything);
  });

  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 1],
  ] as const) {
    it(`stops on ${signal} while it installs, and the next goes on`, async () => {
      using project = new TinyProject();
      const child = project.spawn(["bot"], { STUB_NPM: "slow" });
      const end = ending(child);
      await printed(child, "stderr", "Installing npm");
      child.kill(signal);
      const { code: got, stderr } = await end;
      assert.equal(got, code);
      assert.match(stderr, /Stopped\. The next start goes on installing\.\n$/);
      assert.equal((await project.start()).stdout, "42\n");
    });
  }
});

describe("the second start", () => {
  it("installs nothing and says nothing", async () => {
    using project = await installed();
    assert.deepEqual(await project.start(), { code: 0, stdout: "42\n", stderr: "" });
    assert.deepEqual(project.calls(), []);
  });

  const npmOnly = ["npm ci", "npm done"];
  const pythonOnly = ["python venv", "pip requirements.txt"];
  const damages: readonly [string, (project: TinyProject) => void, readonly string[]][] = [
    ["node_modules is gone", (project) => project.remove("node_modules"), npmOnly],
    ["npm was killed before its end", (project) => project.remove("node_modules/.package-lock.json"), npmOnly],
    ["a package is gone", (project) => project.remove("node_modules/ws"), npmOnly],
    ["a package was written after npm's end", newerPackage, npmOnly],
    ["the lock names another version", (project) => project.lockPackages("2.0.0"), npmOnly],
    ["the Python environment is gone", (project) => project.remove(python), pythonOnly],
    ["pip was killed before its end", (project) => project.remove(`${python}/threadbook.json`), pythonOnly],
    ["the stamp is damaged", (project) => project.write(`${python}/threadbook.json`, '{"ba'), pythonOnly],
    ["the interpreter is gone", (project) => project.remove(`${python}/bin/python`), pythonOnly],
    ["a Python package was replaced", removeNumpy, pythonOnly],
    ["the requirements changed", newRequirements, pythonOnly],
  ];
  for (const [damage, inflict, mended] of damages) {
    it(`mends what is wrong when ${damage}`, async () => {
      using project = await installed();
      inflict(project);
      const { code, stdout } = await project.start();
      assert.deepEqual([code, stdout], [0, "42\n"]);
      assert.deepEqual(project.calls(), mended);
    });
  }

  it("accepts what a person's own npm install brought up to date", async () => {
    using project = await installed();
    project.lockPackages("2.0.0");
    project.write("node_modules/.package-lock.json", '{"packages":{"node_modules/ws":{"version":"2.0.0"}}}');
    await project.start();
    assert.deepEqual(project.calls(), []);
  });

  it("makes the Python environment anew when the folder was moved", async () => {
    using project = await installed();
    using moved = new TinyProject();
    moved.remove(".");
    renameSync(project.root, moved.root);
    assert.equal((await moved.start()).stdout, "42\n");
    assert.deepEqual(moved.calls(), pythonOnly);
  });
});

function newerPackage(project: TinyProject): void {
  const later = Date.now() / 1000 + 60;
  utimesSync(join(project.root, "node_modules/ws"), later, later);
}

function removeNumpy(project: TinyProject): void {
  project.remove(`${python}/lib/python3.11/site-packages/numpy-2.4.6.dist-info`);
}

function newRequirements(project: TinyProject): void {
  project.write("src/kernel/python/requirements.txt", "numpy==2.5.5\n");
}
