import sharp from "sharp";
import type { Attachment, Message } from "../entities.ts";
import type { World } from "../world.ts";
import type { Call, MessageBody } from "./call.ts";
import { refuse } from "./refusal.ts";

const requestLimitBytes = 25 * 2 ** 20;

/**
 * The attachments that a message has after this request. Where the request lists attachments, those of the message
 * that it does not list are gone.
 */
export async function attachmentsOf(world: World, call: Call, before?: Message): Promise<readonly Attachment[]> {
  const body = call.body as MessageBody;
  const files = [...call.files.values()];
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total > requestLimitBytes || files.some(({ size }) => size > world.attachmentLimitBytes)) {
    refuse(413, 40005, "Request entity too large");
  }
  const listed = body.attachments ?? undefined;
  const earlier = before?.attachments ?? [];
  const kept = listed === undefined ? earlier : earlier.filter(({ id }) => listed.some((one) => one.id === id));
  const fresh = [...call.files].map(([field, file]) => upload(world, file, describe(field, listed)));
  const all = [...kept, ...(await Promise.all(fresh))];
  if (all.length > 10) refuse(400, 50035, "Invalid Form Body");
  return all;
}

function describe(field: string, listed: MessageBody["attachments"]): string | undefined {
  const place = /\d+/.exec(field)?.[0];
  return listed?.find(({ id }) => `${id}` === place)?.description ?? undefined;
}

async function upload(world: World, file: File, description: string | undefined): Promise<Attachment> {
  const bytes = await file.bytes();
  return attachment(world, { name: file.name, mime: file.type || "application/octet-stream", bytes }, description);
}

/** Discord renames what it does not like in a name, and measures pictures. */
export async function attachment(
  world: World,
  { name, mime, bytes }: Pick<Attachment, "name" | "mime" | "bytes">,
  description?: string,
): Promise<Attachment> {
  const safe = name.replaceAll(/[^\w.\-()\p{L}\p{N}]/gu, "_");
  const picture = mime.startsWith("image/") || /\.(?:png|jpe?g|gif|webp)$/.test(name);
  const size = picture ? await measured(bytes) : undefined;
  const about = { ...(description === undefined ? {} : { description }), ...(size === undefined ? {} : { size }) };
  return { id: world.id(), name: safe, mime, bytes, ...about };
}

async function measured(bytes: Uint8Array): Promise<{ width: number; height: number } | undefined> {
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch {
    return undefined;
  }
}
