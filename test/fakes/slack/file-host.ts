import type { IncomingMessage, ServerResponse } from "node:http";
import type { WebApi } from "./web-api.ts";
import type { Workspace } from "./workspace.ts";

/** POST of a file's bytes to its `upload_url`, as they are or as a form. */
export async function takeUpload(
  path: string,
  request: IncomingMessage,
  body: Uint8Array<ArrayBuffer>,
  response: ServerResponse,
  workspace: Workspace,
): Promise<void> {
  const file = workspace.files.get(path.split("/").at(-1) ?? "");
  if (file === undefined || request.method !== "POST") return void response.writeHead(404).end();
  const bytes = await sentBytes(request.headers["content-type"] ?? "", body);
  if (bytes.length !== file.length) return void response.writeHead(400).end("length does not match");
  workspace.files.set(file.id, { ...file, bytes });
  response.writeHead(200).end(`OK - ${bytes.length}`);
}

/** GET of `url_private_download`. Without the right token or scope the answer is a page to sign in, with status 200. */
export function sendFile(
  id: string,
  token: string,
  response: ServerResponse,
  workspace: Workspace,
  { botToken, scopes }: WebApi,
): void {
  const file = workspace.files.get(id);
  if (token !== botToken || !scopes.includes("files:read") || file?.bytes === undefined) {
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8" })
      .end("<!DOCTYPE html><title>Sign in</title>");
    return;
  }
  response.writeHead(200, { "content-type": file.mime, "content-length": file.bytes.length }).end(file.bytes);
}

async function sentBytes(type: string, body: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (!type.startsWith("multipart/")) return body;
  const form = await new Response(body, { headers: { "content-type": type } }).formData();
  const file = [...form.values()].find((value) => typeof value !== "string");
  return file === undefined ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
}
