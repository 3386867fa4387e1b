import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { tolerateCanceledFutures } from "../../../src/kernel/jupyter/canceled-futures.ts";
import { JupyterHost } from "../../../src/kernel/jupyter/host.ts";
import type { Sealing } from "../../../src/kernel/jupyter/server-process.ts";
import type { KernelLimits } from "../../../src/kernel/kernel-seats.ts";
import type { CellLimits, FolderLimits } from "../../../src/kernel/session.ts";

const root = join(import.meta.dirname, "../../..");

export const PYTHON = join(root, ".threadbook/python/bin/python");
export const PYTHON_PATH = join(root, "src/kernel/python");
const place = mkdtempSync(join(tmpdir(), "threadbook-test-"));
export const RUNTIME_FOLDER = join(place, "run");

export const LIMITS: CellLimits = {
  timeoutMs: 30_000,
  moreMs: 30_000,
  longestMs: 600_000,
  graceMs: 2_000,
  outputCharacters: 100_000,
  floodCharacters: 2_000_000,
  figures: 5,
  figureBytes: 5_000_000,
};

interface HostLimits extends KernelLimits {
  readonly cellsAtOnce: number;
}

const FOLDER_LIMITS: FolderLimits = { fileBytes: 50_000_000, folderBytes: 200_000_000, folderFiles: 20_000 };

export const SEALING: Sealing = { limits: {}, warmKernels: 0 };

interface HostSetting {
  readonly log: (line: string) => void;
  readonly environment: NodeJS.ProcessEnv;
  readonly python: string;
  readonly threadsFolder: string;
  /** Undefined for kernels that are not sealed. */
  readonly sealing: Sealing | undefined;
}

/** A host with the project's own Python, and folders of its own that go with the test file. */
export function liveHost(
  { cellsAtOnce = 100, kernels = 100, kernelsPerPerson = 100, ...limits }: Partial<CellLimits & HostLimits> = {},
  setting: Partial<HostSetting> = {},
): JupyterHost {
  return new JupyterHost({
    python: PYTHON,
    pythonPath: PYTHON_PATH,
    threadsFolder: mkdtempSync(join(place, "threads-")),
    runtimeFolder: RUNTIME_FOLDER,
    limits: { ...LIMITS, ...limits },
    folderLimits: FOLDER_LIMITS,
    kernelLimits: { kernels, kernelsPerPerson },
    cellsAtOnce,
    log: () => undefined,
    environment: process.env,
    sealing: SEALING,
    ...setting,
  });
}

const tolerance = tolerateCanceledFutures();
after(() => {
  tolerance[Symbol.dispose]();
  rmSync(place, { recursive: true, force: true });
});
