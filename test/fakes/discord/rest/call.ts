import type { IncomingMessage } from "node:http";
import type { AllowedMentions } from "../mentions.ts";

/** What a message's request may carry, once Discord's schema has passed it. */
export interface MessageBody {
  readonly content?: string | null;
  readonly flags?: number | null;
  readonly components?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly attachments?: readonly { readonly id: string | number; readonly description?: string | null }[] | null;
  readonly allowed_mentions?: AllowedMentions | null;
  readonly message_reference?: { readonly message_id: string } | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
}

/** A request as the bot sent it. */
export interface Call {
  readonly method: string;
  /** Below `/api/v10`, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: unknown;
  /** Uploads by field, such as `files[0]`. */
  readonly files: ReadonlyMap<string, File>;
}

export async function readCall(request: IncomingMessage, url: URL): Promise<Call> {
  const raw = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
  const type = request.headers["content-type"] ?? "";
  const { method = "GET", headers } = request;
  const path = decodeURIComponent(url.pathname.replace(/^\/api\/v10/, ""));
  const common = { method, path, query: url.searchParams, authorization: headers.authorization };
  if (type.startsWith("multipart/")) return { ...common, ...(await readForm(raw, type)) };
  return { ...common, body: raw.length === 0 ? undefined : JSON.parse(raw.toString()), files: new Map() };
}

async function readForm(raw: Buffer<ArrayBuffer>, type: string): Promise<Pick<Call, "body" | "files">> {
  const form = await new Response(raw, { headers: { "content-type": type } }).formData();
  const files = new Map<string, File>();
  for (const [field, value] of form) if (typeof value !== "string") files.set(field, value);
  const payload = form.get("payload_json");
  return { body: typeof payload === "string" ? JSON.parse(payload) : {}, files };
}
