import { line } from "../lines/line.ts";
import { type Row, wrap } from "../lines/wrap.ts";
import { promptFoot, type TypedLine } from "./editor.ts";
import type { Foot, Size } from "./screen.ts";

/** What an answer on its way is doing. */
export interface Busy {
  readonly doing: string;
  readonly seconds: number;
}

const signs = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
export const signMs = 100;
const mostQueued = 3;

/** What runs with its moving sign, what is queued, and the prompt. */
export function footOf(
  busy: readonly Busy[],
  queued: readonly { readonly text: string; readonly status: string }[],
  typed: TypedLine,
  tick: number,
  size: Size,
): Foot {
  const running = busy.map(({ doing, seconds }) => {
    const time = seconds >= 1 ? ` · ${Math.floor(seconds)} s` : "";
    return first(`${signs[tick % signs.length]} ${doing}${time}`, "own", size);
  });
  const waiting = queued.slice(0, mostQueued).map(({ text, status }) => {
    const note = status === "" ? "" : ` · ${status}`;
    const room = Math.max(4, Math.floor((size.columns - note.length - 4) / 2));
    return first(`› ${text.replace(/\s+/g, " ").slice(0, room)}${note}`, "dim", size);
  });
  const prompt = promptFoot(typed, size, { text: "› ", style: "person" });
  const above: readonly Row[] = [{ spans: [] }, ...running, ...waiting];
  return { rows: [...above, ...prompt.rows], cursor: { ...prompt.cursor, row: above.length + prompt.cursor.row } };
}

function first(text: string, style: "own" | "dim", { columns }: Size): Row {
  return wrap(line(text, style), columns)[0] ?? { spans: [] };
}
