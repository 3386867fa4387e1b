import assert from "node:assert/strict";
import { describe, it } from "node:test";
import sharp from "sharp";
import { bounds, fits, passesUnchanged, pixelOf, refuses, white } from "./picture/fitting.ts";
import { chunk, noise, pngOf } from "./picture/written-png.ts";

describe("a figure that needs nothing", () => {
  it("passes an opaque picture in bounds unchanged, whatever its colour type", async () => {
    const plain = sharp({ create: { width: 60, height: 40, channels: 3, background: "#246" } });
    for (const options of [{}, { palette: true }]) await passesUnchanged(await plain.clone().png(options).toBuffer());
    await passesUnchanged(await plain.clone().greyscale().png().toBuffer());
    await passesUnchanged(await plain.clone().toColourspace("rgb16").png().toBuffer());
  });

  it("passes an RGBA picture whose every pixel is opaque unchanged, with each row filter, as matplotlib writes", async () => {
    for (const filter of [0, 1, 2, 3, 4]) {
      for (const channels of [2, 4]) await passesUnchanged(pngOf(noise(31, 17, channels), 31, channels, filter));
    }
    await passesUnchanged(pngOf(noise(1, 1, 4), 1, 4, 4));
  });

  it("passes a picture that lies inside a larger buffer, as those decoded from small base64 do", async () => {
    const png = await sharp(noise(20, 20, 4), { raw: { width: 20, height: 20, channels: 4 } })
      .png()
      .toBuffer();
    const larger = new Uint8Array(png.length + 200).fill(7);
    larger.set(png, 100);
    await passesUnchanged(larger.subarray(100, 100 + png.length));
  });

  it("keeps a picture of exactly the bounds, and shrinks one of a pixel more", async () => {
    const exact = pngOf(noise(40, 3, 4), 40, 4, 0);
    assert.equal((await fits(exact, { maxSidePixels: 40, maxBytes: exact.length })).bytes, exact);
    assert.equal((await fits(exact, { maxSidePixels: 39, maxBytes: 100_000 })).width, 39);
  });
});

describe("a figure that is too large", () => {
  it("is made smaller inside the bounds and keeps its shape", async () => {
    const wide = await sharp({ create: { width: 1500, height: 1000, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    const { mime, width, height, bytes } = await fits(wide);
    assert.deepEqual({ mime, width, height }, { mime: "image/png", width: 400, height: 267 });
    const { format, width: realWidth, height: realHeight } = await sharp(bytes).metadata();
    assert.deepEqual({ format, realWidth, realHeight }, { format: "png", realWidth: 400, realHeight: 267 });
  });

  it("stays a picture when it is one pixel high and very long", async () => {
    const { width, height } = await fits(pngOf(noise(9000, 1, 3), 9000, 3, 0));
    assert.deepEqual({ width, height }, { width: 400, height: 1 });
  });

  it("becomes a JPEG of the same size when it is too many bytes as a PNG", async () => {
    const { mime, width, height, bytes } = await fits(pngOf(noise(400, 300, 4), 400, 4, 0));
    assert.deepEqual({ mime, width, height }, { mime: "image/jpeg", width: 400, height: 300 });
    assert.ok(bytes.length <= bounds.maxBytes);
    assert.equal((await sharp(bytes).metadata()).format, "jpeg");
  });

  it("becomes a JPEG also when only the redrawn PNG turns out too big", async () => {
    const photo = await sharp(noise(300, 300, 3), { raw: { width: 300, height: 300, channels: 3 } })
      .webp({ quality: 20 })
      .toBuffer();
    assert.equal((await fits(photo, { maxSidePixels: 400, maxBytes: 100_000 })).mime, "image/jpeg");
  });

  it("gets smaller step by step until it fits, and says the size it has", async () => {
    const { mime, width, bytes } = await fits(pngOf(noise(400, 300, 3), 400, 3, 0), { ...bounds, maxBytes: 8_000 });
    assert.equal(mime, "image/jpeg");
    assert.ok(width < 400 && bytes.length <= 8_000, `${width} pixels, ${bytes.length} bytes`);
    assert.equal((await sharp(bytes).metadata()).width, width);
  });

  it("is refused when nothing makes it fit", async () => {
    const refusal = await refuses(pngOf(noise(400, 300, 3), 400, 3, 0), { ...bounds, maxBytes: 300 });
    assert.equal(refusal.why, "does-not-fit");
    assert.match(refusal.detail, /300 bytes/);
  });
});

describe("pictures of other kinds", () => {
  const half = { create: { width: 30, height: 20, channels: 3, background: "#c33" } } as const;

  it("keeps a photograph a JPEG, turned the way its camera says and without where it was taken", async () => {
    const exif = { IFD3: { GPSLatitudeRef: "N" } };
    const jpeg = await sharp(half).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { mime, width, height, bytes } = await fits(jpeg);
    assert.deepEqual({ mime, width, height }, { mime: "image/jpeg", width: 20, height: 30 });
    assert.equal((await sharp(bytes).metadata()).exif, undefined);
  });

  it("shows WebP and GIF as PNG", async () => {
    for (const other of [await sharp(half).webp().toBuffer(), await sharp(half).gif().toBuffer()]) {
      const { mime, width, height } = await fits(other);
      assert.deepEqual({ mime, width, height }, { mime: "image/png", width: 30, height: 20 });
    }
  });

  it("shows a CMYK photograph in the colours of a screen", async () => {
    const { bytes } = await fits(await sharp(half).toColourspace("cmyk").jpeg().toBuffer());
    assert.equal((await sharp(bytes).metadata()).space, "srgb");
  });

  it("shows the first picture of an animation", async () => {
    for (const format of ["gif", "webp"] as const) {
      const frames = Buffer.concat([Buffer.alloc(12 * 12 * 3, 255), Buffer.alloc(12 * 12 * 3, 0)]);
      const raw = { width: 12, height: 24, channels: 3, pageHeight: 12 } as const;
      const moving = await sharp(frames, { raw }).toFormat(format, { lossless: true }).toBuffer();
      assert.equal((await sharp(moving).metadata()).pages, 2, format);
      const fitted = await fits(moving);
      assert.deepEqual([fitted.width, fitted.height], [12, 12]);
      assert.deepEqual(await pixelOf(fitted, 5, 5), white, format);
    }
  });

  it("stills an animated PNG", async () => {
    const still = await fits(pngOf(noise(8, 8, 3), 8, 3, 0, [chunk("acTL", Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]))]));
    assert.equal(Buffer.from(still.bytes).includes("acTL"), false);
  });
});
