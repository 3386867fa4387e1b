import { promisify } from "node:util";
import { inflate } from "node:zlib";
import type { PngOutline } from "./png-outline.ts";

const unpack = promisify(inflate);

// Where every alpha is 255, each PNG row filter (none, sub, up, average, Paeth) leaves exactly these bytes in the alpha channel:
// so opacity is proven without undoing the filters. PNG specification, 9.2.
const opaqueInFirstRow = { firstPixel: [255, 255, 255, 255, 255], laterPixels: [255, 0, 255, 128, 0] };
const opaqueInLaterRows = { firstPixel: [255, 255, 0, 128, 0], laterPixels: [255, 0, 0, 0, 0] };

/** Whether the picture has no alpha channel, so that nothing of it can be transparent. */
export function hasNoAlpha({ colourType }: PngOutline): boolean {
  return colourType === 0 || colourType === 2 || colourType === 3;
}

/**
 * Whether each pixel of an alpha channel is proven to be opaque, as in all that matplotlib saves.
 * False where that cannot be told cheaply: 16 bits a channel, interlaced, damaged.
 */
export async function isProvenOpaque(png: PngOutline): Promise<boolean> {
  if (png.bitDepth !== 8 || png.interlaced || (png.colourType !== 4 && png.colourType !== 6)) return false;
  const pixelBytes = png.colourType === 6 ? 4 : 2;
  const expectedBytes = (png.width * pixelBytes + 1) * png.height;
  const rows = await unpackExactly(png.packedRows, expectedBytes);
  return rows !== undefined && hasOpaqueRows(rows, png.width * pixelBytes + 1, pixelBytes);
}

async function unpackExactly(packed: readonly Uint8Array[], bytes: number): Promise<Buffer | undefined> {
  try {
    // One chunk for all of it halves the time that zlib takes with its 16 KB chunks.
    const rows = await unpack(Buffer.concat(packed), { chunkSize: bytes + 64, maxOutputLength: bytes });
    return rows.length === bytes ? rows : undefined;
  } catch {
    return undefined; // Damaged or longer than it says: the decoder is asked, and says why.
  }
}

function hasOpaqueRows(rows: Buffer, rowBytes: number, pixelBytes: number): boolean {
  for (let start = 0; start < rows.length; start += rowBytes) {
    const filter = rows[start] ?? 0;
    const expected = start === 0 ? opaqueInFirstRow : opaqueInLaterRows;
    const [first, later] = [expected.firstPixel[filter], expected.laterPixels[filter]];
    if (first === undefined || later === undefined || rows[start + pixelBytes] !== first) return false;
    if (!isEvery(rows, start + 2 * pixelBytes, start + rowBytes, pixelBytes, later)) return false;
  }
  return true;
}

function isEvery(rows: Buffer, from: number, to: number, step: number, byte: number): boolean {
  let difference = 0;
  for (let at = from; at < to; at += step) difference |= (rows[at] ?? 0) ^ byte;
  return difference === 0;
}
