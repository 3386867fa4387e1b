import assert from "node:assert/strict";
import { describe, it } from "node:test";
import sharp from "sharp";
import { fits, pixelOf, white } from "./fitting.ts";
import { chunk, noise, pngOf } from "./written-png.ts";

describe("a figure with transparency", () => {
  it("is flattened on white, also when a single pixel shows through, in any row and under any filter", async () => {
    for (const filter of [0, 1, 2, 3, 4]) {
      for (const [x, y] of [
        [0, 0],
        [9, 0],
        [0, 6],
        [4, 3],
        [9, 6],
      ] as const) {
        const pixels = noise(10, 7, 4);
        pixels.set([0, 0, 0, 0], (y * 10 + x) * 4);
        const fitted = await fits(pngOf(pixels, 10, 4, filter));
        assert.deepEqual(await pixelOf(fitted, x, y), white, `filter ${filter} at ${x},${y}`);
        assert.equal((await sharp(fitted.bytes).metadata()).hasAlpha, false);
      }
    }
  });

  it("mixes half transparent ink with white", async () => {
    const half = sharp({ create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.5 } } });
    const { r, g, b } = await pixelOf(await fits(await half.png().toBuffer()), 4, 4);
    assert.ok(
      [r, g, b].every((value) => Math.abs(value - 127) <= 1),
      `${r} ${g} ${b}`,
    );
  });

  it("keeps the colours of 16-bit and of grey pictures", async () => {
    const ink = {
      create: { width: 8, height: 8, channels: 4, background: { r: 200, g: 100, b: 50, alpha: 1 } },
    } as const;
    const deep = await fits(await sharp(ink).toColourspace("rgb16").png().toBuffer());
    assert.deepEqual(await pixelOf(deep, 3, 3), { r: 200, g: 100, b: 50 });
    const pixels = Buffer.alloc(8 * 8 * 2, Buffer.from([0, 51]));
    assert.deepEqual(await pixelOf(await fits(pngOf(pixels, 8, 2, 0)), 3, 3), { r: 204, g: 204, b: 204 });
  });

  it("is noticed in palettes and in colours that are keyed out", async () => {
    const create = { width: 8, height: 8, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } } as const;
    const palette = await sharp({ create }).png({ palette: true }).toBuffer();
    const keyed = pngOf(Buffer.alloc(8 * 8 * 3), 8, 3, 0, [chunk("tRNS", Buffer.alloc(6))]);
    for (const png of [palette, keyed]) assert.deepEqual(await pixelOf(await fits(png), 3, 3), white);
  });

  it("is noticed in interlaced and in 16-bit pictures", async () => {
    const create = { width: 8, height: 8, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } } as const;
    const interlaced = await sharp({ create }).png({ progressive: true }).toBuffer();
    const deep = await sharp({ create }).toColourspace("rgb16").png().toBuffer();
    for (const png of [interlaced, deep]) assert.deepEqual(await pixelOf(await fits(png), 3, 3), white);
  });
});
