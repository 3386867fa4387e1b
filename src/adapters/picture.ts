import PQueue from "p-queue";
import type { Sharp } from "sharp";
import { hasNoAlpha, isProvenOpaque } from "./picture/opaque.ts";
import { looksLikeSvg, type PictureFormat, pictureFormat } from "./picture/picture-format.ts";
import { outlinePng } from "./picture/png-outline.ts";

/** What a platform takes. Neither side of a picture is longer than `maxSidePixels`. */
export type PictureBounds = { readonly maxSidePixels: number; readonly maxBytes: number };

export type FittedPicture = {
  readonly kind: "fitted";
  readonly bytes: Uint8Array;
  readonly mime: "image/png" | "image/jpeg";
  readonly width: number;
  readonly height: number;
};

/** `detail` is an English clause that ends the sentence "the picture could not be read: …". */
export type RefusedPicture = {
  readonly kind: "refused";
  readonly why: "format" | "too-many-pixels" | "damaged" | "does-not-fit";
  readonly detail: string;
};

/** For figures that are saved beside a terminal: large enough for 13 by 13 inches at 300 dots an inch. */
export const consolePictureBounds: PictureBounds = { maxSidePixels: 4096, maxBytes: 16 * 2 ** 20 };

type SharpModule = typeof import("sharp")["default"];
type Size = { readonly width: number; readonly height: number };
type Drawn = { readonly data: Buffer; readonly info: Size & { readonly channels: 1 | 2 | 3 | 4 } };

const maxInputPixels = 50_000_000;
const timeLimit = { seconds: 10 };
const jpegRungs = [
  { scale: 1, quality: 90 },
  { scale: 1, quality: 75 },
  { scale: 1, quality: 55 },
  { scale: 1 / 2, quality: 70 },
  { scale: 1 / 4, quality: 70 },
  { scale: 1 / 8, quality: 70 },
];

// Two at a time: bounds memory, and leaves two of libuv's four threads to files and name look-ups.
const decoding = new PQueue({ concurrency: 2 });

/**
 * Makes a picture that a kernel drew fit a platform: opaque, inside the bounds, PNG, or JPEG where PNG is too big.
 * An opaque PNG in bounds comes back as the same bytes. An animation gives its first picture.
 */
export async function fitPicture(bytes: Uint8Array, bounds: PictureBounds): Promise<FittedPicture | RefusedPicture> {
  const format = pictureFormat(bytes);
  if (format === undefined) return refused("format", whatItIs(bytes));
  const outline = format === "png" && bytes.length <= bounds.maxBytes ? outlinePng(bytes) : undefined;
  if (outline === undefined || Math.max(outline.width, outline.height) > bounds.maxSidePixels) {
    return decoding.add(() => redraw(bytes, format, bounds));
  }
  const { width, height } = outline;
  const asItIs = { kind: "fitted", bytes, mime: "image/png", width, height } as const;
  if (hasNoAlpha(outline)) return asItIs;
  return decoding.add(async () => ((await isProvenOpaque(outline)) ? asItIs : redraw(bytes, format, bounds)));
}

async function redraw(bytes: Uint8Array, format: PictureFormat, bounds: PictureBounds) {
  const sharp = await loadSharp();
  let drawn: Drawn;
  let packing: number;
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > maxInputPixels) return refused("too-many-pixels", tooManyPixels(width, height));
    packing = bytes.length / (width * height);
    drawn = await draw(sharp(bytes, { limitInputPixels: maxInputPixels, failOn: "error" }), bounds);
  } catch (error) {
    return refused("damaged", whatTheDecoderSaid(error));
  }
  const tooBigAsPng = packing * drawn.info.width * drawn.info.height > bounds.maxBytes;
  return encode(sharp, drawn, bounds, format === "jpeg" || tooBigAsPng);
}

function draw(source: Sharp, { maxSidePixels }: PictureBounds): Promise<Drawn> {
  return source
    .autoOrient()
    .resize({ width: maxSidePixels, height: maxSidePixels, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .timeout(timeLimit)
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
}

async function encode(sharp: SharpModule, { data, info }: Drawn, bounds: PictureBounds, skipPng: boolean) {
  const raw = { width: info.width, height: info.height, channels: info.channels };
  if (!skipPng) {
    const png = await sharp(data, { raw }).png({ compressionLevel: 6 }).toBuffer();
    if (png.length <= bounds.maxBytes) return fitted(png, "image/png", info);
  }
  for (const { scale, quality } of jpegRungs) {
    const jpeg = await sharp(data, { raw })
      .resize({ width: Math.ceil(info.width * scale), height: Math.ceil(info.height * scale), fit: "fill" })
      .jpeg({ quality, chromaSubsampling: "4:4:4" })
      .toBuffer({ resolveWithObject: true });
    if (jpeg.data.length <= bounds.maxBytes) return fitted(jpeg.data, "image/jpeg", jpeg.info);
  }
  return refused("does-not-fit", `it does not fit into ${bounds.maxBytes} bytes, even as a small JPEG`);
}

let loading: Promise<SharpModule> | undefined;

// Loading costs some 80 ms and 20 MB, which most figures never need.
function loadSharp(): Promise<SharpModule> {
  loading ??= import("sharp").then(({ default: sharp }) => {
    sharp.concurrency(1);
    sharp.cache(false);
    sharp.block({ operation: ["VipsForeignLoad"] });
    sharp.unblock({ operation: ["Png", "Jpeg", "Webp", "Nsgif"].map((format) => `VipsForeignLoad${format}Buffer`) });
    return sharp;
  });
  return loading;
}

function fitted(bytes: Uint8Array, mime: FittedPicture["mime"], { width, height }: Size): FittedPicture {
  return { kind: "fitted", bytes, mime, width, height };
}

function refused(why: RefusedPicture["why"], detail: string): RefusedPicture {
  return { kind: "refused", why, detail };
}

function whatItIs(bytes: Uint8Array): string {
  if (bytes.length === 0) return "it is empty";
  if (looksLikeSvg(bytes)) return "it is an SVG drawing, and only PNG, JPEG, WebP and GIF are shown";
  return "it does not begin like a PNG, JPEG, WebP or GIF";
}

function tooManyPixels(width: number, height: number): string {
  return `it has ${width} x ${height} pixels, and at most ${maxInputPixels / 1e6} million are drawn`;
}

function whatTheDecoderSaid(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return `the decoder said "${said
    .replace(/[^\x20-\x7e]+/g, " ")
    .trim()
    .slice(0, 200)}"`;
}
