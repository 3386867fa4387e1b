import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Refusal } from "./refusal.js";

/** The Node that runs the project: its own where one is packaged for this machine, else the machine's when new enough. */
export function findNode(root) {
  const own = join(root, "node_modules", ".bin", "node");
  const version = spawnSync(own, ["--version"], { encoding: "utf8" }).stdout ?? "";
  if (isNewEnough(version.trim().slice(1))) return own;
  if (isNewEnough(process.versions.node)) return process.execPath;
  throw new Refusal(
    `Threadbook needs Node 24.12 or newer. Its own does not run on ${process.platform} ${process.arch}, and the ` +
      `machine's is ${process.versions.node}. Install Node 24 and try again.`,
  );
}

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 12);
}
