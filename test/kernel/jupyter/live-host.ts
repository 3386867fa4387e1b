import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { tolerateCanceledFutures } from "../../../src/kernel/jupyter/canceled-futures.ts";
import { JupyterHost } from "../../../src/kernel/jupyter/host.ts";
import type { Sealing } from "../../../src/kernel/jupyter/server-process.ts";
import type { CellLimits } from "../../../src/kernel/session.ts";

const root = join(import.meta.dirname, "../../..");

export const PYTHON = join(root, ".threadbook/python/bin/python");
export const PYTHON_PATH = join(root, "src/kernel/python");
const place = mkdtempSync(join(tmpdir(), "threadbook-test-"));
export const RUNTIME_FOLDER = join(place, "run");

export const LIMITS: CellLimits = {
  timeoutMs: 30_000,
  graceMs: 2_000,
  outputCharacters: 100_000,
  floodCharacters: 2_000_000,
  figures: 5,
  figureBytes: 5_000_000,
};

export const SEALING: Sealing = { limits: {}, warmKernels: 0 };

/** A host with the project's own Python, and folders of its own that go with the test file. */
export function liveHost(
  limits: Partial<CellLimits> = {},
  log: (line: string) => void = () => undefined,
  environment: NodeJS.ProcessEnv = process.env,
  python = PYTHON,
  sealing: Sealing | "off" = SEALING,
): JupyterHost {
  return new JupyterHost({
    python,
    pythonPath: PYTHON_PATH,
    threadsFolder: mkdtempSync(join(place, "threads-")),
    runtimeFolder: RUNTIME_FOLDER,
    limits: { ...LIMITS, ...limits },
    log,
    environment,
    sealing: sealing === "off" ? undefined : sealing,
  });
}

const tolerance = tolerateCanceledFutures();
after(() => {
  tolerance[Symbol.dispose]();
  rmSync(place, { recursive: true, force: true });
});
