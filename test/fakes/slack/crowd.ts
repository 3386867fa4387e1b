import type { Announcer } from "./announcer.ts";
import type { Json, SlackFile, SlackMessage } from "./message.ts";
import { mimeOf, wireFile } from "./methods/files.ts";
import type { Sockets } from "./sockets.ts";
import { bot, team, type Workspace } from "./workspace.ts";

/** Where and how a person speaks: Ada, in #general, where nothing else is said. */
export interface Circumstances {
  readonly user?: string;
  readonly channel?: string;
  readonly thread?: string;
  readonly files?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Also sent to the channel, out of its thread. */
  readonly broadcast?: boolean;
  /** Written by a bot of another app. */
  readonly bot?: string;
}

/** The people of the workspace: what they write, change, press and enter. */
export class Crowd {
  readonly #workspace: Workspace;
  readonly #announcer: Announcer;
  readonly #sockets: Sockets;
  readonly #url: () => string;

  constructor(workspace: Workspace, announcer: Announcer, sockets: Sockets, url: () => string) {
    this.#workspace = workspace;
    this.#announcer = announcer;
    this.#sockets = sockets;
    this.#url = url;
  }

  /** Posts a message as Slack would send it on; `text` is what Slack makes of what was typed. */
  say(text: string, circumstances: Circumstances = {}): SlackMessage {
    const { user = "U1", channel = "C1", thread, files = [], broadcast = false, bot: other } = circumstances;
    const shared = files.map((file) => wireFile(this.#keep(file, user), this.#url()));
    const subtype = broadcast ? "thread_broadcast" : shared.length > 0 ? "file_share" : undefined;
    const message: SlackMessage = {
      type: "message",
      channel,
      ts: this.#workspace.nextTs(),
      user,
      team: this.#workspace.users.get(user)?.team ?? team,
      text,
      ...(subtype === undefined ? {} : { subtype }),
      ...(thread === undefined ? {} : { thread_ts: thread }),
      ...(shared.length === 0 ? {} : { files: shared }),
      ...(other === undefined ? {} : { bot_id: other }),
    };
    this.#workspace.put(message);
    this.#announcer.posted(message);
    return message;
  }

  mention(text: string, circumstances: Circumstances = {}): SlackMessage {
    return this.say(`<@${bot.user}> ${text}`, circumstances);
  }

  edit(message: SlackMessage, text: string): void {
    const before = this.#standing(message);
    const after = { ...before, text, edited: { user: message.user, ts: this.#workspace.nextTs() } };
    this.#workspace.put(after);
    this.#announcer.changed(before, after);
  }

  /** Of a message that has answers Slack leaves a stone, and tells that it was changed. */
  remove(message: SlackMessage): void {
    const before = this.#standing(message);
    if (before.reply_count === undefined) {
      this.#workspace.remove(before);
      return this.#announcer.deleted(before);
    }
    const { files: _files, blocks: _blocks, edited: _edited, ...rest } = before;
    const stone = { ...rest, subtype: "tombstone", user: "USLACKBOT", text: "This message was deleted." };
    this.#workspace.put(stone);
    this.#announcer.changed(before, stone);
  }

  /** Resolves with the app's acknowledgement, or undefined where it came too late. */
  command(name: string, text: string, { user = "U1", channel = "C1" }: Circumstances = {}): Promise<Json | undefined> {
    return this.#sockets.ask("slash_commands", {
      command: name,
      text,
      team_id: team,
      user_id: user,
      user_name: this.#workspace.users.get(user)?.name ?? user,
      channel_id: channel,
      channel_name: this.#workspace.channels.get(channel)?.name ?? channel,
      api_app_id: "A1",
      is_enterprise_install: "false",
      response_url: `${this.#url()}/response/${user}/${channel}/${this.#workspace.nextId("R")}`,
      trigger_id: this.#announcer.newTrigger(),
    });
  }

  /** Presses a button of a message. */
  press(message: SlackMessage, button: Json, { user = "U1" }: Circumstances = {}): Promise<Json | undefined> {
    const { channel, ts, thread_ts } = message;
    return this.#sockets.ask("interactive", {
      type: "block_actions",
      user: { id: user, team_id: team },
      team: { id: team },
      api_app_id: "A1",
      container: { type: "message", message_ts: ts, channel_id: channel, thread_ts },
      channel: { id: channel },
      message,
      trigger_id: this.#announcer.newTrigger(),
      response_url: `${this.#url()}/response/${user}/${channel}/${this.#workspace.nextId("R")}`,
      actions: [{ block_id: "b", action_ts: ts, ...button }],
    });
  }

  /** Fills in an opened view and sends it. */
  submit(view: Json, values: Json, { user = "U1" }: Circumstances = {}): Promise<Json | undefined> {
    return this.#sockets.ask("interactive", {
      type: "view_submission",
      user: { id: user, team_id: team },
      team: { id: team },
      api_app_id: "A1",
      view: { ...view, state: { values } },
    });
  }

  /** The message as it stands by now. */
  #standing(message: SlackMessage): SlackMessage {
    return this.#workspace.find(message.channel, message.ts) ?? message;
  }

  #keep({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }, user: string): SlackFile {
    const id = this.#workspace.nextId("F");
    const file = { id, name, title: name, mime: mimeOf(name), alt: "", user, length: bytes.length, bytes };
    const kept = { ...file, complete: true, shares: [] };
    this.#workspace.files.set(id, kept);
    return kept;
  }
}
