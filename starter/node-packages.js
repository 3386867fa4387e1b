import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { explainFailure } from "./explain.js";
import { Progress } from "./progress.js";
import { runTool } from "./run-tool.js";

/**
 * Whether node_modules is what package-lock.json asks for. npm writes node_modules/.package-lock.json as its last act
 * and holds it valid while no package folder is newer (npm's own rule), so a killed installation never passes, and a
 * person's own `npm install` does.
 */
export function areNodePackagesInstalled(root) {
  const hidden = join(root, "node_modules", ".package-lock.json");
  const written = statSync(hidden, { throwIfNoEntry: false })?.mtimeMs;
  const installed = readPackages(hidden);
  const wanted = readPackages(join(root, "package-lock.json"));
  if (written === undefined || installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const got = installed[path];
    if (got === undefined) return !isForThisMachine(entry);
    const changedAt = statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs;
    return got.version === entry.version && got.integrity === entry.integrity && changedAt <= written;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? undefined;
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// npm leaves out optional packages of other machines, and whatever only those need.
function isForThisMachine(entry) {
  if (entry.optional !== true) return true;
  if (entry.os === undefined || entry.cpu === undefined) return false;
  return fits(entry.os, process.platform) && fits(entry.cpu, process.arch) && fits(entry.libc, libc());
}

function fits(list, here) {
  return list === undefined || [list].flat().includes(here);
}

let knownLibc;
function libc() {
  process.report.excludeNetwork = true;
  knownLibc ??= process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "glibc";
  return knownLibc;
}

/** Installs exactly what the lock file names, in place of whatever lies there. */
export async function installNodePackages(root, { cache, lock, signal }) {
  const progress = new Progress("Installing npm packages", "half a minute");
  const args = ["ci", "--include=dev", "--include=optional", "--engine-strict=false", "--no-audit", "--no-fund"];
  args.push("--loglevel=error", "--prefer-offline", "--fetch-retries=2", "--fetch-retry-mintimeout=1000");
  args.push("--fetch-retry-maxtimeout=5000", "--cache", join(cache, "npm"));
  const env = { ...process.env, NODE_ENV: "development" };
  const result = await runTool("npm", args, { cwd: root, env, lock, signal });
  if (result.code === 0 && areNodePackagesInstalled(root)) return progress.end("done");
  progress.end(signal.aborted ? "stopped" : "failed");
  signal.throwIfAborted();
  throw explainFailure("npm packages", result);
}
