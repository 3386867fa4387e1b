import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { fitPicture } from "../../../src/adapters/picture.ts";
import { bounds, fits, refuses } from "./fitting.ts";
import { chunk, noise, pngOf, pngStart } from "./written-png.ts";

const end = chunk("IEND", Buffer.alloc(0));

describe("what cannot be shown", () => {
  it("refuses an SVG before any decoder sees it, with or without a preamble, and behind a false name", async () => {
    for (const start of [
      "<svg xmlns='http://www.w3.org/2000/svg'>",
      "\uFEFF<?xml version='1.0'?>\n<!-- a -->\n<svg\n>",
    ]) {
      const refusal = await refuses(Buffer.from(`${start}<text>1</text></svg>`));
      assert.equal(refusal.why, "format");
      assert.match(refusal.detail, /SVG/);
    }
  });

  it("lets no decoder but the four touch a picture, even where the opening bytes lie", async () => {
    await fits(
      await sharp({ create: { width: 3, height: 3, channels: 3, background: "#000" } })
        .webp()
        .toBuffer(),
    );
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"/>');
    await assert.rejects(sharp(svg).png().toBuffer(), /unsupported image format/);
    for (const opening of ["GIF89a", "\xff\xd8\xff", "RIFF0000WEBP", "\x89PNG\r\n\x1a\n"]) {
      assert.equal((await refuses(Buffer.concat([Buffer.from(opening, "latin1"), svg]))).why, "damaged");
    }
  });

  it("refuses an empty picture, text, and formats that chats do not show", async () => {
    for (const other of ["", "\n", "hello", "<html><body>", "%PDF-1.7", "II*\0", "BM123456", "\x89PNG\r\n"]) {
      assert.equal((await refuses(Buffer.from(other, "latin1"))).why, "format", other);
    }
  });

  it("refuses each format when it was cut short", async () => {
    const source = sharp(noise(90, 90, 3), { raw: { width: 90, height: 90, channels: 3 } });
    for (const format of ["png", "jpeg", "webp", "gif"] as const) {
      const whole = await source.clone().toFormat(format).toBuffer();
      for (const share of [0.02, 0.5, 0.9]) {
        const refusal = await refuses(whole.subarray(0, Math.max(14, whole.length * share)));
        assert.equal(refusal.why, "damaged", `${format} ${share}`);
      }
    }
  });

  it("refuses a PNG with a damaged byte in it instead of handing it on", async () => {
    const png = pngOf(noise(30, 30, 3), 30, 3, 0);
    png[200] = (png[200] ?? 0) ^ 0xff;
    assert.equal((await refuses(png)).why, "damaged");
  });

  it("refuses an RGBA picture whose rows are fewer than it claims", async () => {
    const opaqueRow = Buffer.concat([Buffer.alloc(1), Buffer.alloc(200, 255)]);
    const short = Buffer.concat([pngStart(50, 50, 6), chunk("IDAT", deflateSync(opaqueRow)), end]);
    assert.equal((await refuses(short)).why, "damaged");
  });

  it("does not hand on a PNG that lacks its last chunk", async () => {
    const cut = pngOf(noise(30, 30, 3), 30, 3, 0).subarray(0, -end.length);
    const result = await fitPicture(cut, bounds);
    assert.notEqual("bytes" in result ? result.bytes : undefined, cut);
  });

  it("does not hand on what hides behind the end of a PNG", async () => {
    const png = pngOf(noise(9, 9, 3), 9, 3, 0);
    const { bytes } = await fits(Buffer.concat([png, Buffer.from("PK secret")]));
    assert.equal(Buffer.from(bytes).includes("secret"), false);
  });

  it("refuses a small file that unfolds into 432 MB of pixels, and says its size", async () => {
    const bomb = Buffer.concat([
      pngStart(12_000, 12_000, 2),
      chunk("IDAT", deflateSync(Buffer.alloc((12_000 * 3 + 1) * 12_000), { level: 1 })),
      end,
    ]);
    const refusal = await refuses(bomb, { maxSidePixels: 2_000, maxBytes: 8_000_000 });
    assert.equal(refusal.why, "too-many-pixels");
    assert.match(refusal.detail, /12000 x 12000/);
  });

  it("refuses a picture of the largest sizes that can be written", async () => {
    for (const side of [0, 0x7fff_ffff, 0xffff_ffff]) {
      await refuses(Buffer.concat([pngStart(side, side, 6), chunk("IDAT", deflateSync(Buffer.alloc(9))), end]));
    }
    await refuses(
      Buffer.from("GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\0;", "latin1"),
    );
  });

  it("holds a thin zlib stream to the rows that the header claims", async () => {
    const tooMuch = Buffer.concat([pngStart(4, 4, 6), chunk("IDAT", deflateSync(Buffer.alloc(50_000_000))), end]);
    const result = await fitPicture(tooMuch, bounds);
    assert.notEqual("bytes" in result ? result.bytes : undefined, tooMuch);
  });

  it("says what is wrong in one printable line that ends a sentence", async () => {
    const bytes = await sharp({ create: { width: 50, height: 50, channels: 3, background: "#123" } })
      .jpeg()
      .toBuffer();
    const { detail } = await refuses(bytes.subarray(0, 100));
    assert.match(detail, /^[\x20-\x7e]{5,250}$/);
  });

  it("goes on fitting pictures while and after many bad ones are refused", async () => {
    const good = pngOf(noise(500, 20, 4), 500, 4, 0);
    const inputs = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? good : good.subarray(0, 20 + at * 40)));
    const kinds = await Promise.all(inputs.map(async (bytes) => (await fitPicture(bytes, bounds)).kind));
    assert.deepEqual(
      kinds,
      inputs.map((bytes) => (bytes === good ? "fitted" : "refused")),
    );
  });
});
