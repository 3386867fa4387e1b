import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pythonNames, TinyProject } from "./tiny-project.ts";

const refusals: readonly [string, Readonly<Record<string, string>>, RegExp][] = [
  [
    "the only Python is too old",
    { STUB_PYTHON: "3 9 1 1 1" },
    /^Threadbook needs Python 3\.11 or newer, and found only 3\.9\. Install it/,
  ],
  [
    "Python cannot make environments",
    { STUB_PYTHON: "3 12 1 0 0" },
    /^Python 3\.12 is here, .*sudo apt install python3\.12-venv\. Then try again\.\n$/,
  ],
  [
    "npm has no network",
    { STUB_NPM: "offline" },
    /Could not install the npm packages: the registry could not be reached\. The first start needs the network once/,
  ],
  [
    "pip has no network",
    { STUB_PIP: "offline" },
    /Could not install the Python packages: the registry could not be reached\. The first start needs the network once/,
  ],
  ["the disk is full", { STUB_NPM: "full" }, /Could not install the npm packages: the disk is full\./],
];

describe("a start that cannot go on", () => {
  for (const [reason, env, sentence] of refusals) {
    it(`says so in one sentence and ends with 1 when ${reason}`, async () => {
      using project = new TinyProject();
      const { code, stdout, stderr } = await project.start(["bot"], env);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, /^ {4}at /m);
    });
  }

  it("fetches nothing when Python is missing", async () => {
    using project = new TinyProject();
    for (const name of pythonNames) project.remove(`tools/${name}`);
    const { code, stderr } = await project.start(["bot"], { PATH: `${project.root}/tools` });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^Threadbook needs Python 3\.11 or newer, and none was found\. Install it .* and try again\.\n$/,
    );
    assert.deepEqual(project.calls(), []);
  });

  it("names the folder that stands in its way", async () => {
    using project = new TinyProject();
    project.write(".threadbook", "a file");
    const { code, stderr } = await project.start();
    assert.equal(code, 1);
    assert.match(stderr, /^Could not prepare Threadbook \(mkdir .*\.threadbook.*\): .*\n$/);
  });

  it("ends with 2 and names the commands when it does not know one", async () => {
    using project = new TinyProject();
    const { code, stderr } = await project.start(["toString"]);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^Expected one of bot, try, doctor, bench, soak, test, check after start\.js, got 'toString'\./,
    );
  });
});
