import type { Upload } from "../../chat/channel.ts";
import type { Place } from "../place.ts";
import { fetchUntil } from "../wire/clients.ts";
import { UploadFailed } from "../wire/slack-error.ts";
import type { Workspace } from "../wire/workspace.ts";
import { withoutCalls } from "./slack-markup.ts";

const longestAlt = 2_000;

/**
 * Uploads a file to where an answer goes. Slack says that it has it before it shows it.
 * @param intend keeps the file's id, before the file can be shown
 * @returns the file's id
 */
export async function uploadFile(
  workspace: Workspace,
  { channel, thread }: Place,
  { name, mime, bytes, alt }: Upload,
  intend: (id: string) => Promise<void>,
): Promise<string> {
  const { files } = workspace.clients.write;
  const text = withoutCalls(alt).slice(0, longestAlt);
  // Slack's paper calls it `alt_txt`, its own client `alt_text`.
  const asked = { filename: name, length: bytes.length, alt_text: text, alt_txt: text };
  const { upload_url: url = "", file_id: id = "" } = await files.getUploadURLExternal(asked);
  await send(url, mime, bytes, workspace);
  await intend(id);
  const to = thread === undefined ? { channel_id: channel } : { channel_id: channel, thread_ts: thread };
  await files.completeUploadExternal({ files: [{ id, title: text.slice(0, 200) }], ...to });
  return id;
}

async function send(url: string, mime: string, bytes: Uint8Array, { closing, pace, log }: Workspace): Promise<void> {
  const signal = AbortSignal.timeout(pace.call * 4);
  const body = new Uint8Array(bytes);
  const answer = await fetchUntil(closing, log)(url, {
    method: "POST",
    headers: { "content-type": mime },
    body,
    signal,
  });
  await answer.text();
  if (!answer.ok) throw new UploadFailed(answer.status);
}

/** Whether a file is shown in the channel by now. */
export async function isShared(workspace: Workspace, id: string, channel: string): Promise<boolean> {
  const { file } = await workspace.clients.read.files.info({ file: id });
  const { public: open = {}, private: closed = {} } = file?.shares ?? {};
  return open[channel] !== undefined || closed[channel] !== undefined;
}
