import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { kernelLimits } from "../../config/kernel-limits.ts";
import type { Settings } from "../../config/settings.ts";
import { JupyterHost } from "../kernel/jupyter/host.ts";
import { findSealing, type Sealability } from "../kernel/jupyter/sealing.ts";
import type { Place } from "./place.ts";

/** Python of the project's own environment. */
function pythonOf(root: string): string {
  return join(root, ".threadbook", "python", "bin", "python");
}

/** Where the Python side of the bot lies. */
function pythonPathOf(root: string): string {
  return join(root, "src", "kernel", "python");
}

/** How kernels are sealed here; undefined where they shall not be, or where there is no Python to ask. */
export async function sealingOf({ root, environment }: Place, { sandbox }: Settings): Promise<Sealability | undefined> {
  return sandbox === "off" ? undefined : findSealing(pythonOf(root), pythonPathOf(root), environment["PATH"]);
}

/** The bot's own Jupyter server, which starts with its first use. */
export function openKernels({ root, data, environment }: Place, settings: Settings, log: Logger): JupyterHost {
  return new JupyterHost({
    python: pythonOf(root),
    pythonPath: pythonPathOf(root),
    threadsFolder: join(data, "threads"),
    runtimeFolder: join(data, "run"),
    limits: {
      timeoutMs: settings.cellSeconds * 1000,
      moreMs: settings.moreSeconds * 1000,
      longestMs: settings.longestSeconds * 1000,
      graceMs: settings.graceSeconds * 1000,
      outputCharacters: settings.outputCharacters,
      floodCharacters: settings.outputCharacters * 4,
      figures: settings.figures,
      figureBytes: settings.figures * 1_000_000,
    },
    folderLimits: {
      fileBytes: settings.fileMb * 2 ** 20,
      folderBytes: settings.folderMb * 2 ** 20,
      folderFiles: settings.folderFiles,
    },
    kernelLimits: settings,
    cellsAtOnce: settings.cellsAtOnce ?? availableParallelism(),
    log: (line) => log.info({ line }, "kernels"),
    environment,
    sealing:
      settings.sandbox === "off" ? undefined : { limits: kernelLimits(settings), warmKernels: settings.warmKernels },
  });
}
