import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { fitPicture, type PictureBounds } from "../src/adapters/picture.ts";

const chatBounds: PictureBounds = { maxSidePixels: 2000, maxBytes: 8_000_000 };

/** Prints the median time, in milliseconds, that fitting each kind of figure takes. */
export async function benchPicture(): Promise<void> {
  const figure = await plot(640, 480, "#ffffff");
  await report("plot 640x480, opaque RGBA as matplotlib writes, passed", figure, 200);
  await report("plot 640x480, opaque RGB, passed", await sharp(figure).removeAlpha().png().toBuffer(), 200);
  await report("plot 1500x1000, opaque RGBA, passed", await plot(1500, 1000, "#ffffff"), 50);
  await report("plot 1500x1000, transparent, redrawn", await plot(1500, 1000, "#ffffff00"), 9);
  await report("noise 1500x1000 over 1 MB, made a JPEG", await noise(1500, 1000), 9, { ...chatBounds, maxBytes: 1e6 });
  await report("noise 6000x6000, made smaller", await noise(6000, 6000), 3);
  await report("bomb 12000x12000, refused", bomb(12_000), 9);
}

async function report(title: string, bytes: Uint8Array, times: number, bounds = chatBounds): Promise<void> {
  const took: number[] = [];
  let result = await fitPicture(bytes, bounds);
  for (let round = 0; round < times; round += 1) {
    const before = performance.now();
    result = await fitPicture(bytes, bounds);
    took.push(performance.now() - before);
  }
  const median = took.toSorted((a, b) => a - b)[times >> 1] ?? 0;
  const outcome = result.kind === "fitted" ? `${result.mime}, ${result.bytes.length} bytes` : result.why;
  process.stdout.write(`${median.toFixed(2).padStart(9)} ms  ${title} (${bytes.length} bytes -> ${outcome})\n`);
}

function plot(width: number, height: number, background: string): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 4);
  for (let line = 1; line <= 8; line += 1) {
    for (let x = 0; x < width; x += 0.25) {
      const y = Math.floor(height / 2 + (Math.sin(x / 40 + line) * line * height) / 20 + ((x * 7919 * line) % 9));
      pixels.set([line * 30, 255 - line * 30, 99, 255], (y * width + Math.floor(x)) * 4);
    }
  }
  const drawn = sharp(pixels, { raw: { width, height, channels: 4 } });
  if (background === "#ffffff") drawn.flatten({ background }).ensureAlpha();
  return drawn.png({ adaptiveFiltering: true }).toBuffer();
}

function noise(width: number, height: number): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0, state = 1; at < pixels.length; at += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    pixels[at] = state >>> 16;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

function bomb(side: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  const rows = deflateSync(Buffer.alloc((side * 3 + 1) * side), { level: 9 });
  const parts = [Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), chunk("IDAT", rows)];
  return Buffer.concat([...parts, chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}
