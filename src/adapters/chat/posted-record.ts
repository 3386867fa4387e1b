import { z } from "zod";
import type { BlobHash, ReplyRef } from "../../core/ids.ts";
import type { Store } from "../../core/store/store.ts";
import type { Posted } from "../reconcile.ts";
import { type ChatBody, hashOf } from "./chat-body.ts";

const message = z.object({
  key: z.string(),
  kind: z.enum(["text", "figure", "file"]),
  /** A figure's hash, the hash of a text, a file's name and the hash of its text: what a message is compared by. */
  mark: z.string(),
  state: z.enum(["intended", "pending", "visible"]),
  open: z.boolean(),
  id: z.string().exactOptional(),
  since: z.number(),
});
const record = z.object({
  version: z.literal(1),
  place: z.string(),
  messages: z.array(message),
});

export type PostedMessage = z.infer<typeof message>;
/** What was posted of one answer, and where: kept so that it can be found and drawn again. */
export type PostedRecord = Omit<z.infer<typeof record>, "version">;

/** @throws {Failure} `store-gone`, `disk-full` */
export async function keepPosted(store: Store, ref: ReplyRef, posted: PostedRecord): Promise<void> {
  await store.set(recordKey(ref), { version: 1, ...posted } satisfies z.infer<typeof record>);
}

/**
 * @returns undefined when nothing was posted yet, or when the record is damaged
 * @throws {Failure} `store-gone`
 */
export async function readPosted(store: Store, ref: ReplyRef): Promise<PostedRecord | undefined> {
  return record.safeParse(await store.get(recordKey(ref))).data;
}

export function markOf(body: ChatBody): string {
  if (body.kind === "figure") return body.figure.hash;
  const hash = hashOf(body) ?? "";
  return body.kind === "file" ? `${body.name}/${hash}` : hash;
}

/** A kept message as far as a draft needs it: what a text said is not kept, so it is edited once more. */
export function postedOf({ key, kind, mark, state, open }: PostedMessage): Posted<ChatBody> {
  return { key, state, open, sure: false, body: bodyOf(kind, mark) };
}

function bodyOf(kind: PostedMessage["kind"], mark: string): ChatBody {
  // Older records have no hashes.
  if (kind === "text") return { kind, text: "", buttons: [], hash: mark === "" ? undefined : mark };
  if (kind === "file") {
    const [name = "", hash] = mark.split("/");
    return { kind, name, text: "", hash };
  }
  const figure = { hash: mark as BlobHash, mime: "image/png", width: 0, height: 0, bytes: 0 };
  return { kind, figure, number: 0 };
}

function recordKey(ref: ReplyRef): string {
  return `drawn/${ref}`;
}
