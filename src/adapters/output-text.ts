import { visible } from "../core/outputs.ts";
import type { Figure, Output } from "../core/turn.ts";

/** The picture that an output shows. */
export function pictureOf(output: Output): Figure | undefined {
  return output.kind === "display" || output.kind === "replaced" ? output.shown.picture : undefined;
}

/** What a person reads of an output, without its last line feed. */
export function outputText(output: Output): string {
  switch (output.kind) {
    case "stream":
      return visible(output.text).replace(/\n$/, "");
    case "display":
    case "replaced":
      return (output.shown.text ?? output.shown.markdown ?? output.shown.html ?? "").replace(/\n$/, "");
    case "error":
      return errorText(output);
    case "cleared":
    case "omitted":
      return "";
    default:
      return output satisfies never;
  }
}

function errorText({ name, value, traceback }: Output & { readonly kind: "error" }): string {
  const told = traceback.trimEnd();
  if (told !== "") return told;
  return value === "" ? name : `${name}: ${value}`;
}
