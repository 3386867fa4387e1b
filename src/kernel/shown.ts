import { withoutControlCodes } from "./control-codes.ts";
import { type Display, joined } from "./messages.ts";
import type { KernelPicture, Shown } from "./session.ts";

const PICTURES = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;

/** More than the kernel's own words for a figure have. */
const ALT_CHARACTERS = 1_000;

/**
 * Takes of a display the forms that the bot can use. A picture above `pictureBytes` is left out and its text stays;
 * SVG is never taken: drawing it could take the process down.
 */
export function readShown(display: Display, pictureBytes: number): Shown<KernelPicture> {
  const text = clean(joined(display.data["text/plain"]));
  const html = clean(joined(display.data["text/html"]));
  const markdown = clean(joined(display.data["text/markdown"]));
  const picture = readPicture(display, pictureBytes);
  return {
    ...(text === "" ? {} : { text }),
    ...(html === "" ? {} : { html }),
    ...(markdown === "" ? {} : { markdown }),
    ...(picture === undefined ? {} : { picture }),
  };
}

/** How many bytes the display's picture has, without decoding it; 0 where there is none. */
export function pictureSize(display: Display): number {
  return Math.max(...PICTURES.map((mime) => Buffer.byteLength(joined(display.data[mime]), "base64")));
}

function readPicture(display: Display, limitBytes: number): KernelPicture | undefined {
  const mime = PICTURES.find((kind) => joined(display.data[kind]) !== "");
  if (mime === undefined) return undefined;
  const encoded = joined(display.data[mime]);
  if (encoded.length > Math.ceil(limitBytes / 3) * 4 * 1.05) return undefined;
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length === 0 || bytes.length > limitBytes) return undefined;
  const alt = display.alt === undefined ? "" : clean(display.alt.slice(0, ALT_CHARACTERS));
  return { mime, bytes, ...(alt === "" ? {} : { alt }) };
}

/** Text that is whole, well-formed and free of control codes. */
export function clean(text: string): string {
  return withoutControlCodes(text).toWellFormed();
}
