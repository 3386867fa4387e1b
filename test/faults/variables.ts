import type { Entry, RecordedTurn } from "../../src/core/dialog.ts";

/**
 * Whether cells found the variables that people were told are there, and no others: each cell is run again over what the
 * record says was kept. Where the record says that nobody knows, either is right from there on.
 */
export function wrongOutputs(turns: readonly RecordedTurn[]): readonly string[] {
  let variables = new Map<string, string | undefined>();
  let unsure = false;
  const wrong: string[] = [];
  for (const entry of turns.flatMap(({ entries }) => entries)) {
    if (entry.kind === "noted" && entry.note.kind === "python-restarted") [variables, unsure] = [new Map(), false];
    if (entry.kind === "refused" && entry.why === "unknown") unsure = true;
    if (entry.kind !== "ran") continue;
    if (entry.end.lostBefore === true) [variables, unsure] = [new Map(), false];
    const whole = entry.end.outcome === "ok" || entry.end.outcome === "raised";
    if (!unsure && whole) wrong.push(...compared(entry, variables));
    else if (entry.end.kept) unsure = true;
    if (!entry.end.kept) [variables, unsure] = [new Map(), false];
  }
  return wrong;
}

function compared({ code, outputs }: Extract<Entry, { kind: "ran" }>, variables: Map<string, string | undefined>) {
  const expected: string[] = [];
  for (const line of code.split("\n")) {
    const [, name, value] = /^(\w+) = (.+)$/.exec(line) ?? [];
    const [, printed] = /^print\((\w+)\)$/.exec(line) ?? [];
    const [, kind, words] = /^raise (\w+)\("(.*)"\)$/.exec(line) ?? [];
    if (kind !== undefined) expected.push(`${kind}: ${words}`);
    if (name !== undefined) variables.set(name, value);
    if (printed === undefined) continue;
    const known = variables.get(printed);
    expected.push(known ?? `NameError: name '${printed}' is not defined`);
    if (known === undefined) break;
  }
  const seen = outputs.flatMap((output) => {
    if (output.kind === "stream") return output.text.trimEnd().split("\n");
    return output.kind === "error" ? [`${output.name}: ${output.value}`] : [];
  });
  return seen.join("\n") === expected.join("\n")
    ? []
    : [`ran ${JSON.stringify(code)}: expected ${expected.join("|")}, printed ${seen.join("|")}`];
}
