import { AsyncLocalStorage } from "node:async_hooks";

const turns = new AsyncLocalStorage<string>();

/** Whatever comes of this work, also later, belongs to a turn. @param turn its short id */
export function inTurn<Value>(turn: string, work: () => Value): Value {
  return turns.run(turn, work);
}

/** The turn for which something is done now, as a field of the log. */
export function turnField(): { readonly turn?: string } {
  const turn = turns.getStore();
  return turn === undefined ? {} : { turn };
}
