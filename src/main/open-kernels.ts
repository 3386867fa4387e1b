import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import { JupyterHost } from "../kernel/jupyter/host.ts";
import type { Place } from "./place.ts";

/** The bot's own Jupyter server, which starts with its first use. */
export function openKernels({ root, data, environment }: Place, settings: Settings, log: Logger): JupyterHost {
  return new JupyterHost({
    python: join(root, ".threadbook", "python", "bin", "python"),
    pythonPath: join(root, "src", "kernel", "python"),
    threadsFolder: join(data, "threads"),
    runtimeFolder: join(data, "run"),
    limits: {
      timeoutMs: settings.cellSeconds * 1000,
      graceMs: settings.graceSeconds * 1000,
      outputCharacters: settings.outputCharacters,
      floodCharacters: settings.outputCharacters * 4,
      figures: settings.figures,
      figureBytes: settings.figures * 1_000_000,
    },
    folderLimits: {
      fileBytes: settings.fileMegabytes * 1_000_000,
      folderBytes: settings.folderMegabytes * 1_000_000,
      folderFiles: settings.folderFiles,
    },
    kernelLimits: settings,
    cellsAtOnce: settings.cellsAtOnce ?? availableParallelism(),
    log: (line) => log.info({ line }, "kernels"),
    environment,
  });
}
