import type { Entry } from "./dialog.ts";
import { cellId } from "./ids.ts";
import type { TurnEvent } from "./turn.ts";
import { emptyView, extend, type TurnView } from "./view.ts";

/** The view of a recorded turn: the same as the fold of the events that the turn yielded. */
export function viewOf(entries: readonly Entry[]): TurnView {
  const asked = entries.find((entry) => entry.kind === "asked");
  return eventsOf(entries).reduce(extend, emptyView(asked?.language ?? "en"));
}

/** The events that a turn must have yielded to leave these entries. */
function eventsOf(entries: readonly Entry[]): readonly TurnEvent[] {
  return entries.flatMap((entry): TurnEvent[] => {
    switch (entry.kind) {
      case "overheard":
      case "asked":
        return [];
      case "said":
        return entry.parts.flatMap((part) => (part.kind === "prose" ? [{ kind: "prose", text: part.text }] : []));
      case "ran":
        return ranEvents(entry);
      case "refused":
        return [{ kind: "cell-refused", cell: cellId(entry.call), code: entry.code, why: entry.why }];
      case "noted":
        return [{ kind: "noted", note: entry.note }];
      case "ended":
        return [{ kind: "ended", ending: entry.ending }];
      default:
        return entry satisfies never;
    }
  });
}

function ranEvents(entry: Entry & { kind: "ran" }): TurnEvent[] {
  const cell = cellId(entry.call);
  return [
    { kind: "cell-opened", cell, code: entry.code },
    ...entry.outputs.map((output): TurnEvent => ({ kind: "cell-printed", cell, output })),
    { kind: "cell-closed", cell, end: entry.end },
  ];
}
