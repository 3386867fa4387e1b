import { join } from "node:path";
import { testSteps } from "./test-steps.js";

/** Everything a change must pass, the quickest first, ending with all tests and their coverage. */
const ruffSettings = ["--no-cache", "--config", "src/kernel/python/pyproject.toml", "src", "test", "bench"];

export function checkSteps(project) {
  const { root, python } = project;
  const tool = (name, file, ...args) => ({ name, file: join(root, "node_modules", ".bin", file), args });
  const ruff = (name, ...args) => ({ name, file: python, args: ["-m", "ruff", ...args, ...ruffSettings] });
  return [
    tool("types", "tsc", "--noEmit", "-p", "."),
    tool("lint", "oxlint", "--type-aware", "--deny-warnings"),
    tool("format", "biome", "check"),
    tool("dead code", "knip"),
    ruff("python lint", "check"),
    ruff("python format", "format", "--check"),
    ...testSteps(project, { coverage: true }),
  ];
}
