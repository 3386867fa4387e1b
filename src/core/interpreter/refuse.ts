import { cellId } from "../ids.ts";
import type { Refusal, TurnEvent } from "../turn.ts";
import type { Page } from "./page.ts";

/** A whole block of code, and the id by which the record knows it. */
export interface Call {
  readonly id: string;
  readonly code: string;
}

/** Records and shows that a block was not run, and why. */
export async function* refuse(page: Page, call: Call, why: Refusal): AsyncGenerator<TurnEvent> {
  await page.append({ kind: "refused", call: call.id, code: call.code, why });
  yield { kind: "cell-refused", cell: cellId(call.id), code: call.code, why };
}
