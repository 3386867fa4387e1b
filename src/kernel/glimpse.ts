import { record, text } from "./messages.ts";
import type { Glimpse, Variable } from "./session.ts";
import { clean } from "./shown.ts";

/** Reads what the kernel's own `glimpse()` gives: `{ variables: [{ name, type, shape?, bytes?, repr? }], more, memory_bytes }`. */
export function readGlimpse(raw: unknown, generation: number, runningMs: number | undefined): Glimpse {
  const { variables, more, memory_bytes } = record(raw);
  const listed: readonly unknown[] = Array.isArray(variables) ? variables : [];
  return {
    generation,
    ...(runningMs === undefined ? {} : { runningMs }),
    memoryBytes: count(memory_bytes) ?? 0,
    variables: listed.map((variable) => readVariable(record(variable))),
    more: count(more) ?? 0,
  };
}

/** What is known of a Python that did not answer. */
export function hiddenGlimpse(memory: unknown, generation: number, runningMs: number | undefined): Glimpse {
  return { ...readGlimpse({ memory_bytes: memory }, generation, runningMs), hidden: true };
}

function readVariable({ name, type, shape, bytes, repr }: Record<string, unknown>): Variable {
  const sides = Array.isArray(shape) ? shape.filter((side) => count(side) !== undefined) : [];
  const size = count(bytes);
  return {
    name: clean(text(name)),
    type: clean(text(type)),
    ...(sides.length === 0 ? {} : { shape: sides.length === 1 ? `${sides[0]}` : `(${sides.join(", ")})` }),
    ...(size === undefined ? {} : { bytes: size }),
    preview: clean(text(repr)),
  };
}

function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}
