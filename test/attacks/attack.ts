import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CellEnd, CellEvent, KernelSession } from "../../src/kernel/session.ts";
import { end, run, textOf } from "../contracts/kernel-contract.ts";
import { type Arena, arena, SKIPPED } from "./arena.ts";

/** What a cell tries, and what comes of it. */
export interface Attack {
  /** A sentence that is true when the attack fails. */
  readonly name: string;
  readonly code: string | ((arena: Arena) => string);
  /** What the cell prints: all of it, or a pattern that matches it. */
  readonly seen?: string | RegExp;
  /** How it ends; by itself where this is not given. */
  readonly ends?: readonly (CellEnd["outcome"] | NonNullable<CellEnd["because"]>)[];
  /** Whether this Python goes on with its variables; where it does not, another one must run the next cell. */
  readonly kept?: boolean | "either";
  /** Whether `holds` ends this Python. */
  readonly restarted?: boolean;
  /** What else holds then. */
  readonly holds?: (after: Aftermath) => Promise<void> | void;
}

export interface Aftermath {
  readonly arena: Arena;
  readonly session: KernelSession;
  /** Name of the attacker's thread. */
  readonly thread: string;
  readonly events: readonly CellEvent[];
}

const LOOK = "print(globals().get('kept'))";

/** Runs each beside an innocent thread that is asked all the while, in a thread of its own where it ends its Python. */
export function attacks(title: string, tried: readonly Attack[], settings?: Readonly<Record<string, string>>): void {
  describe(title, SKIPPED, () => {
    const place = arena(settings);
    let attacker = place.open();
    for (const attack of tried) {
      it(attack.name, async () => {
        await run(attacker.session, "kept = 42");
        const { session, name } = attacker;
        const events = await place.besideNeighbour(() => attempt(attack, { arena: place, session, thread: name }));
        let isGone = !end(events).kept || attack.restarted === true;
        let next = await run(session, LOOK);
        if (attack.kept === "either" && !end(next).kept) {
          // What the cell did ended its Python a moment later, which the next cell told.
          isGone = true;
          next = await run(session, LOOK);
        }
        assert.deepEqual([textOf(next), end(next).outcome], [isGone ? "None\n" : "42\n", "ok"], told(next));
        if (!isGone) return;
        await session.discard();
        attacker = place.open();
      });
    }
  });
}

async function attempt(
  { code, holds, ...expected }: Attack,
  where: Omit<Aftermath, "events">,
): Promise<readonly CellEvent[]> {
  const events = await run(where.session, typeof code === "string" ? code : code(where.arena));
  check(expected, events);
  await holds?.({ ...where, events });
  return events;
}

function check(
  { seen, ends = ["ok"], kept = true }: Omit<Attack, "code" | "holds">,
  events: readonly CellEvent[],
): void {
  const ended = end(events);
  const printed = textOf(events);
  const how = ended.because ?? ended.outcome;
  assert.ok(ends.includes(how), `Expected it to end as ${ends.join(" or ")}, got ${how}: ${told(events)}`);
  if (kept !== "either") assert.equal(ended.kept, kept);
  if (typeof seen === "string") assert.equal(printed, seen);
  else if (seen !== undefined) assert.match(printed, seen);
}

function told(events: readonly CellEvent[]): string {
  return JSON.stringify(events).slice(0, 2_000);
}
