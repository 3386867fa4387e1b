import { record, text } from "./messages.ts";
import type { Glimpse, Variable } from "./session.ts";
import { clean } from "./shown.ts";

/** What the kernel's own look keeps to; the person's code may have put another in its place. */
const VARIABLES = 100;
const CHARACTERS = 200;
const SIDES = 64;

/** Reads what the kernel's own `glimpse()` gives: `{ variables: [{ name, type, shape?, bytes?, repr? }], more, memory_bytes }`. */
export function readGlimpse(raw: unknown, generation: number, runningMs: number | undefined): Glimpse {
  const { variables, more, memory_bytes } = record(raw);
  const listed: readonly unknown[] = Array.isArray(variables) ? variables : [];
  return {
    generation,
    ...(runningMs === undefined ? {} : { runningMs }),
    memoryBytes: count(memory_bytes) ?? 0,
    variables: listed.slice(0, VARIABLES).map((variable) => readVariable(record(variable))),
    more: count(more) ?? 0,
  };
}

/** What is known of a Python that did not answer. */
export function hiddenGlimpse(memory: unknown, generation: number, runningMs: number | undefined): Glimpse {
  return { ...readGlimpse({ memory_bytes: memory }, generation, runningMs), hidden: true };
}

function readVariable({ name, type, shape, bytes, repr }: Record<string, unknown>): Variable {
  const sides = Array.isArray(shape) ? shape.slice(0, SIDES).filter((side) => count(side) !== undefined) : [];
  const size = count(bytes);
  return {
    name: short(name),
    type: short(type),
    ...(sides.length === 0 ? {} : { shape: sides.length === 1 ? `${sides[0]}` : `(${sides.join(", ")})` }),
    ...(size === undefined ? {} : { bytes: size }),
    preview: short(repr),
  };
}

function short(value: unknown): string {
  return clean(text(value).slice(0, CHARACTERS));
}

function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}
