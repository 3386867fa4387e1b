import type { Arguments } from "../arguments.ts";
import type { Json, SlackFile } from "../message.ts";
import { Refusal } from "../refusal.ts";
import { bot } from "../workspace.ts";
import type { Method, Office } from "./method.ts";

const longestAlt = 2000;

export const files: Readonly<Record<string, Method>> = {
  "files.getUploadURLExternal": { scope: "files:write", answer: begin },
  "files.completeUploadExternal": { scope: "files:write", answer: complete },
  "files.info": { scope: "files:read", answer: info },
  "files.delete": { scope: "files:write", answer: remove },
};

function begin(args: Arguments, { workspace, url }: Office): Json {
  const length = Number(args.needed("length"));
  const alt = args.maybe("alt_txt") ?? args.maybe("alt_text") ?? "";
  if (!Number.isInteger(length) || length <= 0) throw new Refusal("invalid_arguments");
  if (alt.length > longestAlt) throw new Refusal("alt_txt_too_large");
  const id = workspace.nextId("F");
  const name = args.needed("filename");
  const file = { id, name, title: name, mime: mimeOf(name), alt, user: bot.user, length, complete: false, shares: [] };
  workspace.files.set(id, file);
  return { upload_url: `${url}/upload/v1/${id}`, file_id: id };
}

function complete(args: Arguments, office: Office): Json {
  const named = args.json<readonly { readonly id: string; readonly title?: string }[]>("files") ?? [];
  if (named.length === 0) throw new Refusal("invalid_arguments");
  const done = named.map(({ id, title }) => finish(id, title, office));
  const channel = args.maybe("channel_id");
  if (channel !== undefined) shareIn(channel, done, args, office);
  return { files: done.map(({ id, title }) => ({ id, title })) };
}

function finish(id: string, title: string | undefined, { workspace }: Office): SlackFile {
  const file = workspace.files.get(id);
  if (file === undefined) throw new Refusal("file_not_found");
  if (file.bytes === undefined) throw new Refusal("file_update_failed");
  const done = { ...file, complete: true, title: title ?? file.title };
  workspace.files.set(id, done);
  return done;
}

function shareIn(id: string, done: readonly SlackFile[], args: Arguments, { workspace, sharing }: Office): void {
  const channel = workspace.channels.get(id);
  if (channel === undefined) throw new Refusal("channel_not_found");
  if (!channel.member) throw new Refusal("not_in_channel");
  sharing.share(done, id, args.maybe("thread_ts"), args.maybe("initial_comment") ?? "");
}

function info(args: Arguments, { workspace, url }: Office): Json {
  const file = workspace.files.get(args.needed("file"));
  if (file?.complete !== true) throw new Refusal("file_not_found");
  const shares = Object.groupBy(file.shares, ({ channel }) => channel);
  return { file: { ...wireFile(file, url), shares: file.shares.length === 0 ? {} : { public: shares } } };
}

function remove(args: Arguments, office: Office): Json {
  const id = args.needed("file");
  const file = office.workspace.files.get(id);
  if (file === undefined) throw new Refusal("file_not_found");
  office.workspace.files.delete(id);
  for (const { channel, ts } of file.shares) {
    const message = office.workspace.find(channel, ts);
    if (message !== undefined) office.workspace.remove(message);
  }
  return {};
}

/** A file as messages and answers carry it. */
export function wireFile(file: SlackFile, url: string): Json {
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    mimetype: file.mime,
    alt_txt: file.alt,
    user: file.user,
    size: file.bytes?.length ?? file.length,
    mode: "hosted",
    url_private: `${url}/files-pri/${file.id}/${encodeURIComponent(file.name)}`,
    url_private_download: `${url}/files-pri/${file.id}/download/${encodeURIComponent(file.name)}`,
  };
}

export function mimeOf(name: string): string {
  const types: Readonly<Record<string, string>> = {
    png: "image/png",
    jpg: "image/jpeg",
    csv: "text/csv",
    txt: "text/plain",
  };
  return types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
}
