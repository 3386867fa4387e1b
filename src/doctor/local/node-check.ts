import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { type Check, type Finding, found } from "../check.ts";
import type { Machine } from "../patient.ts";

const LEAST = [24, 12] as const;

/** A Node that runs something. */
export interface RunningNode {
  readonly execPath: string;
  readonly version: string;
}

/** Whether the Node that runs this, and so the bot, is new enough and the project's own. */
export function nodeCheck(machine: Machine, node: RunningNode = process): Check {
  return { subject: "node", limitMs: 10_000, examine: () => examineNode(machine, node) };
}

async function examineNode({ root, speak }: Machine, { execPath, version }: RunningNode): Promise<Finding> {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const isOld = major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1]);
  if (isOld) return found("wrong", speak.node.old(version, LEAST.join(".")), [speak.node.startByNpm]);
  const modules = await realpath(join(root, "node_modules")).catch(() => undefined);
  const own = modules !== undefined && (await realpath(execPath)).startsWith(modules + sep);
  return own
    ? found("ok", speak.node.own(version))
    : found("warning", speak.node.machines(version, execPath), [speak.node.startByNpm]);
}
