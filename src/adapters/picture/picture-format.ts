/** The kinds of picture that are ever given to a decoder. */
export type PictureFormat = "png" | "jpeg" | "webp" | "gif";

/** What the first bytes say the picture is; nothing for all that is not one of the four, whatever it is claimed to be. */
export function pictureFormat(bytes: Uint8Array): PictureFormat | undefined {
  const opening = latin1(bytes, 12);
  if (opening.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (opening.startsWith("\xff\xd8\xff")) return "jpeg";
  if (opening.startsWith("GIF87a") || opening.startsWith("GIF89a")) return "gif";
  return opening.startsWith("RIFF") && opening.endsWith("WEBP") ? "webp" : undefined;
}

/** Whether the bytes look like an SVG drawing: only to say so, never to let one in. */
export function looksLikeSvg(bytes: Uint8Array): boolean {
  return /<svg[\s>]/i.test(latin1(bytes, 4096));
}

function latin1(bytes: Uint8Array, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(length, bytes.byteLength)).toString("latin1");
}
