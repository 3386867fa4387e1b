import { crc32, deflateSync } from "node:zlib";

/** Pixels that no packer makes small, the same in each run; the last of 2 or 4 channels is opaque. */
export function noise(width: number, height: number, channels: number): Buffer {
  const pixels = Buffer.alloc(width * height * channels);
  let state = 12345;
  for (let at = 0; at < pixels.length; at += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    pixels[at] = channels % 2 === 0 && at % channels === channels - 1 ? 255 : state >>> 16;
  }
  return pixels;
}

/** A PNG with the same filter on each row, written after the specification and not by the decoder under test. */
export function pngOf(
  pixels: Buffer,
  width: number,
  channels: number,
  filter: number,
  more: readonly Buffer[] = [],
): Buffer {
  const rowBytes = width * channels;
  const rows: Buffer[] = [];
  for (let start = 0; start < pixels.length; start += rowBytes) {
    const row = Buffer.alloc(rowBytes + 1, filter);
    for (let at = 0; at < rowBytes; at += 1) {
      const left = at < channels ? 0 : (pixels[start + at - channels] ?? 0);
      const up = start === 0 ? 0 : (pixels[start + at - rowBytes] ?? 0);
      const corner = at < channels || start === 0 ? 0 : (pixels[start + at - rowBytes - channels] ?? 0);
      row[at + 1] = (pixels[start + at] ?? 0) - predicted(filter, left, up, corner);
    }
    rows.push(row);
  }
  const colourType = [0, 0, 4, 2, 6][channels] ?? 0;
  const packed = chunk("IDAT", deflateSync(Buffer.concat(rows)));
  return Buffer.concat([
    pngStart(width, pixels.length / rowBytes, colourType),
    ...more,
    packed,
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
  return [0, left, up, (left + up) >> 1, paeth][filter] ?? 0;
}

export function pngStart(width: number, height: number, colourType: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, colourType, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header)]);
}

export function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}
