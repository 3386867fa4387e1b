import type { ServerResponse } from "node:http";
import type { Json } from "./message.ts";
import { bot, team, type Workspace } from "./workspace.ts";

interface Given {
  readonly text?: string;
  readonly blocks?: readonly Json[];
  readonly response_type?: string;
}

const most = 5;
const uses = new WeakMap<Workspace, Map<string, number>>();

/** POST to a `response_url`, which takes five answers: for the person alone, or for the channel. */
export function takeResponse(path: string, body: Uint8Array, response: ServerResponse, workspace: Workspace): void {
  const [, , user = "", channel = "", id = ""] = path.split("/");
  const used = uses.get(workspace) ?? new Map<string, number>();
  uses.set(workspace, used.set(id, (used.get(id) ?? 0) + 1));
  if ((used.get(id) ?? 0) > most) return void response.writeHead(404).end("used_url");
  const given = JSON.parse(new TextDecoder().decode(body)) as Given;
  const { text = "", blocks = [] } = given;
  if (given.response_type === "in_channel") {
    const ts = workspace.nextTs();
    workspace.put({ type: "message", channel, ts, user: bot.user, bot_id: bot.id, team, text, blocks });
  } else {
    workspace.whispers.push({ channel, user, text, blocks });
    workspace.changed();
  }
  response.writeHead(200).end("ok");
}
