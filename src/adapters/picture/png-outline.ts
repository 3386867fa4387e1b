import { crc32 } from "node:zlib";

/** What the chunks of a complete, unanimated PNG say, read without decoding a pixel. */
export type PngOutline = {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  /** As in the PNG specification: 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA. */
  readonly colourType: number;
  readonly interlaced: boolean;
  /** The pieces of the one zlib stream that holds the filtered rows. */
  readonly packedRows: readonly Uint8Array[];
};

type Chunk = { readonly type: string; readonly body: Buffer };

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

// Chunks that neither move, turn, colour nor hide a pixel and cannot unfold into megabytes: not tRNS, acTL, eXIf, iCCP, zTXt.
const harmless: ReadonlySet<string> = new Set(
  "IHDR PLTE IDAT IEND pHYs tEXt tIME gAMA cHRM sRGB sBIT bKGD hIST".split(" "),
);

/** Reads a PNG's chunks; nothing for what is damaged, cut short, followed by other bytes, or more than one plain picture. */
export function outlinePng(bytes: Uint8Array): PngOutline | undefined {
  const chunks = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const header = chunks?.[0];
  if (chunks === undefined || header?.type !== "IHDR" || header.body.length !== 13) return undefined;
  if (chunks.at(-1)?.type !== "IEND" || !chunks.every(({ type }) => harmless.has(type))) return undefined;
  const packedRows = chunks.filter(({ type }) => type === "IDAT").map(({ body }) => body);
  const [width, height] = [header.body.readUInt32BE(0), header.body.readUInt32BE(4)];
  if (packedRows.length === 0 || width === 0 || height === 0) return undefined;
  const [bitDepth, colourType, interlaced] = [header.body[8] ?? 0, header.body[9] ?? 0, header.body[12] !== 0];
  return { width, height, bitDepth, colourType, interlaced, packedRows };
}

function chunksOf(png: Buffer): readonly Chunk[] | undefined {
  if (!png.subarray(0, 8).equals(signature)) return undefined;
  const chunks: Chunk[] = [];
  for (let at = 8; at < png.length; ) {
    if (at + 12 > png.length) return undefined;
    const end = at + 8 + png.readUInt32BE(at);
    if (end + 4 > png.length || crc32(png.subarray(at + 4, end)) !== png.readUInt32BE(end)) return undefined;
    chunks.push({ type: png.toString("latin1", at + 4, at + 8), body: png.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}
