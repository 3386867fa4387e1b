import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const filesAtOnce = 2;
/** A single test that takes longer hangs. */
const mostMs = 900_000;
const pytestSettings = ["-q", "-p", "no:cacheprovider", "-c", "src/kernel/python/pyproject.toml"];

/** The tests of both languages; those of Node last, so that its summary closes the output. */
export function testSteps({ root, node, python }, { coverage }) {
  const reporter = pathToFileURL(join(root, "starter", "report-tests.js")).href;
  const endGuard = pathToFileURL(join(root, "starter", "end-guard.js")).href;
  const args = ["--disable-warning=ExperimentalWarning", "--test", `--test-concurrency=${filesAtOnce}`];
  args.push(`--import=${endGuard}`, `--test-timeout=${mostMs}`);
  args.push(`--test-reporter=${reporter}`, "--test-reporter-destination=stdout");
  if (coverage) args.push("--experimental-test-coverage", "--test-coverage-include=src/**/*.ts");
  args.push("test/**/*.test.ts");
  const pytest = { name: "pytest", file: python, args: ["-m", "pytest", ...pytestSettings, "test/kernel/python"] };
  return [...(hasPythonTests(join(root, "test")) ? [pytest] : []), { name: "node tests", file: node, args }];
}

function hasPythonTests(folder) {
  return (
    existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => /(^|\/)test_[^/]*\.py$/.test(name))
  );
}
