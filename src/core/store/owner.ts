import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";

/** A process, as another one can recognise it. */
const ownerSchema = z.object({
  id: z.string(),
  /** Processes of one host see each other by their numbers. */
  host: z.string(),
  pid: z.int(),
  /** When it began, as its host counts; "" where that cannot be asked. */
  started: z.string(),
});

export type Owner = Readonly<z.infer<typeof ownerSchema>>;

export function thisProcess(): Owner {
  return { id: randomUUID(), host: thisHost(), pid: process.pid, started: startOf(process.pid)?.started ?? "" };
}

export function ownerText(owner: Owner): string {
  return JSON.stringify(owner);
}

/** @returns undefined for what no bot of this version wrote */
export function readOwner(text: string): Owner | undefined {
  try {
    return ownerSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** "unknown" where it cannot be looked at from here. */
export function fateOf({ host, pid, started }: Owner): "alive" | "dead" | "unknown" {
  if (host !== thisHost()) return "unknown";
  const found = startOf(pid);
  // A number is given to another process in time; a zombie does nothing any more.
  if (found !== undefined) return found.started === started && !/[ZX]/.test(found.state) ? "alive" : "dead";
  return hasProcess(pid) ? "alive" : "dead";
}

/** Containers of one machine share its kernel, but not the numbers of their processes. */
function thisHost(): string {
  try {
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/** What Linux tells of a process (proc_pid_stat(5), fields 3 and 22); undefined where it tells nothing. */
function startOf(pid: number): { readonly state: string; readonly started: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses, which may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", started: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

function hasProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
