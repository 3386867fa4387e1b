import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * A data folder under `.threadbook` that goes with this run, as all that it is about goes too. Folders of runs that
 * were killed are cleared away.
 */
export async function openDataFolder(root: string, open: AsyncDisposableStack): Promise<string> {
  const parent = join(root, ".threadbook");
  await mkdir(parent, { recursive: true });
  const left = (await readdir(parent)).filter((name) => isLeftBehind(name));
  await Promise.all(left.map((name) => removeFolder(join(parent, name))));
  const folder = join(parent, `try-${process.pid}`);
  open.defer(() => removeFolder(folder));
  return folder;
}

function isLeftBehind(name: string): boolean {
  const [, pid] = /^try-(\d+)$/.exec(name) ?? [];
  return pid !== undefined && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
