import type { TurnView } from "../../src/core/view.ts";

/** All text that a turn's cells showed, in order. */
export function printed(view: TurnView): string {
  return view.blocks
    .flatMap((block) => (block.kind === "cell" ? block.outputs : []))
    .map((output) => {
      if (output.kind === "stream") return output.text;
      return output.kind === "display" ? (output.shown.text ?? "") : "";
    })
    .join("");
}
