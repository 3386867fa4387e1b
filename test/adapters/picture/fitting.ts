import assert from "node:assert/strict";
import sharp from "sharp";
import {
  type FittedPicture,
  fitPicture,
  type PictureBounds,
  type RefusedPicture,
} from "../../../src/adapters/picture.ts";

export const bounds: PictureBounds = { maxSidePixels: 400, maxBytes: 200_000 };
export const white = { r: 255, g: 255, b: 255 };

export async function fits(bytes: Uint8Array, within = bounds): Promise<FittedPicture> {
  const result = await fitPicture(bytes, within);
  assert.ok(result.kind === "fitted", `refused: ${result.kind === "refused" ? result.detail : ""}`);
  return result;
}

export async function refuses(bytes: Uint8Array, within = bounds): Promise<RefusedPicture> {
  const result = await fitPicture(bytes, within);
  assert.ok(result.kind === "refused", "expected a refusal, but the picture was fitted");
  return result;
}

export async function passesUnchanged(bytes: Uint8Array): Promise<void> {
  const fitted = await fits(bytes);
  assert.equal(fitted.bytes, bytes);
  const { width, height } = await sharp(bytes).metadata();
  assert.deepEqual([fitted.mime, fitted.width, fitted.height], ["image/png", width, height]);
}

export async function pixelOf(
  { bytes }: FittedPicture,
  x: number,
  y: number,
): Promise<{ r: number; g: number; b: number }> {
  const { data, info } = await sharp(bytes).toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return { r: data[at] ?? -1, g: data[at + 1] ?? -1, b: data[at + 2] ?? -1 };
}
