import type { Scripted } from "./fake-kernel.ts";

/**
 * The little Python of the kernel contract, a statement a line: `print(…)` of a text, a number or a name; `name = …`;
 * `time.sleep(seconds)`, which can be interrupted; `raise Name("…")`; `os._exit(1)`. Other lines do nothing.
 */
export async function* pretendPython(
  code: string,
  signal: AbortSignal,
  variables: Map<string, string>,
): AsyncGenerator<Scripted, void, undefined> {
  for (const line of code.split("\n")) {
    if (signal.aborted) return;
    const [, verb, argument = ""] = /^(print|time\.sleep|os\._exit)\((.*)\)$/.exec(line) ?? [];
    const [, name, value = ""] = /^(\w+) = (.+)$/.exec(line) ?? [];
    const [, kind, words = ""] = /^raise (\w+)\((.*)\)$/.exec(line) ?? [];
    if (name !== undefined) variables.set(name, value);
    else if (kind !== undefined) return yield raise(kind, unquoted(words));
    else if (verb === "os._exit") return yield { kind: "ends", outcome: "kernel-died", kept: false };
    else if (verb === "time.sleep") await pause(Number(argument) * 1000, signal);
    else if (verb === "print" && isUnknown(argument, variables))
      return yield raise("NameError", `name '${argument}' is not defined`);
    else if (verb === "print") yield show(`${unquoted(variables.get(argument) ?? argument)}\n`);
  }
}

function isUnknown(argument: string, variables: Map<string, string>): boolean {
  return /^[a-z_]\w*$/i.test(argument) && !variables.has(argument);
}

function unquoted(literal: string): string {
  return literal.replace(/^"(.*)"$/, "$1");
}

function show(text: string): Scripted {
  return { kind: "printed", output: { kind: "stream", stream: "stdout", text } };
}

function raise(name: string, value: string): Scripted {
  return { kind: "printed", output: { kind: "error", name, value, traceback: `${name}: ${value}` } };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const abort = () => resolve();
  signal.addEventListener("abort", abort);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  });
}
