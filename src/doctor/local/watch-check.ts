import { createServer } from "node:net";
import { type Check, type Finding, found } from "../check.ts";
import type { Patient } from "../patient.ts";
import { ask } from "../remote/ask.ts";

/** Whether the port for whoever watches the bot can be had, or a bot that runs has it. */
export function watchCheck(patient: Patient): Check {
  return { subject: "watch", limitMs: 10_000, examine: (signal) => examinePort(patient, signal) };
}

async function examinePort({ settings, speak }: Patient, signal: AbortSignal): Promise<Finding> {
  const { watchHost: host, watchPort: port } = settings;
  const refused = await refusalOf(host, port);
  if (refused === undefined) return found("ok", speak.watch.free(host, port));
  if (refused === "EADDRINUSE" && (await isWatched(host, port, signal)))
    return found("ok", speak.watch.inUse(host, port));
  return found("wrong", speak.watch.refused(host, port, refused));
}

/** Why nothing can listen here; undefined where it can. */
function refusalOf(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error) => resolve("code" in error ? String(error.code) : String(error)));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

/** Whether who listens here answers as a bot does. */
async function isWatched(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  const address = host.includes(":") ? `[${host}]` : host;
  const answer = await ask(`http://${address}:${port}/healthz`, {}, signal);
  if (answer.kind !== "answer") return false;
  return typeof answer.body === "object" && answer.body !== null && "healthy" in answer.body;
}
