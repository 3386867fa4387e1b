import sharp from "sharp";

/** A small opaque picture of one colour. */
export async function encodedPng(shade: number): Promise<Uint8Array> {
  const background = { r: shade, g: shade, b: shade };
  return await sharp({ create: { width: 4, height: 4, channels: 3, background } })
    .png()
    .toBuffer();
}
