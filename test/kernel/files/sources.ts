import type { FileSource } from "../../../src/kernel/session.ts";

/** A file in memory, given in pieces. */
export function fileOf(name: string, content: string | Uint8Array, pieceBytes = 65_536): FileSource {
  const bytes = Buffer.from(content);
  return { name, bytes: bytes.length, open: async () => pieces(bytes, pieceBytes) };
}

async function* pieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export async function contentOf(file: FileSource): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(await file.open()));
}
