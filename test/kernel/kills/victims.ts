import { readdirSync, readFileSync } from "node:fs";

/** What can be killed: the processes between the bot and a person's code, and the one that runs it. */
export const KINDS = ["kernel", "warden", "zygote", "server", "keeper"] as const;
export type Kind = (typeof KINDS)[number];

export interface Victim {
  readonly pid: number;
  readonly parent: number;
  /** Tells it from a later process with the same number. */
  readonly startedAt: string;
  readonly command: string;
  readonly isZombie: boolean;
  /** Its number in each namespace that it is in, the machine's first. */
  readonly numbers: readonly number[];
}

/** All processes that live below this one, by kind. */
export function findVictims(): ReadonlyMap<Kind, readonly Victim[]> {
  const all = everyProcess();
  const found = new Map<Kind, Victim[]>(KINDS.map((kind) => [kind, []]));
  const queue = [process.pid];
  for (let above = queue.shift(); above !== undefined; above = queue.shift()) {
    for (const one of all.filter(({ parent }) => parent === above)) {
      queue.push(one.pid);
      const kind = kindOf(one, all);
      if (kind !== undefined) found.get(kind)?.push(one);
    }
  }
  return found;
}

/** Those of them that still live. */
export function living(victims: readonly Victim[]): readonly Victim[] {
  const all = everyProcess();
  return victims.filter(({ pid, startedAt }) =>
    all.some((one) => one.pid === pid && one.startedAt === startedAt && !one.isZombie),
  );
}

/** The processes on this machine that say `text` in their command line. */
export function naming(text: string): readonly Victim[] {
  return everyProcess().filter(
    ({ command, isZombie, pid }) => command.includes(text) && !isZombie && pid !== process.pid,
  );
}

function kindOf({ command, numbers, parent, isZombie }: Victim, all: readonly Victim[]): Kind | undefined {
  if (isZombie) return undefined;
  const above = all.find(({ pid }) => pid === parent);
  if (numbers.length > 1) {
    if (numbers.at(-1) === 1) return "warden";
    return above?.numbers.at(-1) === 1 ? "kernel" : undefined;
  }
  if (command.includes("zygote.main()"))
    return above?.command.includes("zygote.main()") === true ? undefined : "zygote";
  if (!command.includes("threadbook_kernel.server")) return undefined;
  return above?.command.includes("threadbook_kernel.server") === true ? "server" : "keeper";
}

function everyProcess(): readonly Victim[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? read(Number(name)) : []));
}

function read(pid: number): readonly Victim[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name stands in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const numbers = /^NSpid:\s+(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    const isZombie = fields[0] === "Z" || fields[0] === "X";
    const startedAt = fields[19] ?? "";
    return [
      { pid, parent: Number(fields[1]), startedAt, command, isZombie, numbers: numbers.split(/\s+/).map(Number) },
    ];
  } catch {
    return []; // It ended while it was read.
  }
}
