import { z } from "zod";
import type { FileSource } from "../../../kernel/session.ts";
import { fetchFile } from "../../chat/fetch-file.ts";
import type { Workspace } from "../wire/workspace.ts";

/** A file as Slack's messages carry it. */
export const slackFile = z.object({
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  mode: z.string().nullish(),
  url_private_download: z.string().nullish(),
});
export type SlackFile = z.infer<typeof slackFile>;

export function fileSource(file: SlackFile, workspace: Workspace): FileSource {
  const { name, size } = file;
  const open = () => openFile(file, workspace);
  return { name: name ?? "file", open, ...(typeof size === "number" ? { bytes: size } : {}) };
}

async function openFile(file: SlackFile, workspace: Workspace): Promise<AsyncIterable<Uint8Array>> {
  const url = new URL(file.url_private_download ?? "about:blank");
  if (!isSlacks(url, workspace.host) || file.mode === "external") {
    throw new Error(`Expected '${file.name}' to be kept by Slack itself.`);
  }
  const headers = { authorization: `Bearer ${workspace.botToken}` };
  // Without the scope or the right Slack answers with its page to sign in, and status 200.
  const isFile = (answer: Response) =>
    file.mimetype === "text/html" || answer.headers.get("content-type")?.startsWith("text/html") !== true;
  const { pace, closing } = workspace;
  const advice = ": is the scope files:read granted?";
  return fetchFile(url, { name: file.name ?? "file", headers, isFile, advice, closing, limitMs: pace.call * 4 });
}

function isSlacks({ protocol, host, hostname }: URL, own: string | undefined): boolean {
  return host === own || (protocol === "https:" && hostname.endsWith(".slack.com"));
}
