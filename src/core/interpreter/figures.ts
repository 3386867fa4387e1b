import type { CellOutput, KernelPicture, Shown } from "../../kernel/session.ts";
import type { Dialog } from "../dialog.ts";
import type { Blobs } from "../store/blobs.ts";
import type { Figure, Output } from "../turn.ts";

/** Keeps an output's picture as a blob, and names it in the output. */
export async function keepFigure(output: CellOutput<KernelPicture>, blobs: Blobs): Promise<Output> {
  if (output.kind !== "display" && output.kind !== "replaced") return output;
  return { ...output, shown: await keepShown(output.shown, blobs) };
}

async function keepShown(shown: Shown<KernelPicture>, blobs: Blobs): Promise<Shown<Figure>> {
  const { picture, ...rest } = shown;
  if (picture === undefined) return rest;
  const hash = await blobs.put(picture.bytes);
  const size = pngSize(picture.bytes) ?? { width: 0, height: 0 };
  const alt = picture.alt === undefined ? {} : { alt: picture.alt };
  return { ...rest, picture: { hash, mime: picture.mime, bytes: picture.bytes.length, ...size, ...alt } };
}

/** Width and height from a PNG's IHDR chunk (PNG specification, 11.2.1); undefined for anything else. */
function pngSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24 || header.getUint32(0) !== 0x89504e47 || header.getUint32(12) !== 0x49484452) return undefined;
  return { width: header.getUint32(16), height: header.getUint32(20) };
}

/** How many figures the newest turn has shown so far. */
export function figuresSoFar(dialog: Dialog): number {
  const outputs = dialog.turns.at(-1)?.entries.flatMap((entry) => (entry.kind === "ran" ? entry.outputs : [])) ?? [];
  return outputs.filter((output) => output.kind === "display" && output.shown.picture !== undefined).length;
}
