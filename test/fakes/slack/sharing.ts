import type { Announcer } from "./announcer.ts";
import type { SlackFile, SlackMessage } from "./message.ts";
import { wireFile } from "./methods/files.ts";
import { bot, team, type Workspace } from "./workspace.ts";

/** Shares uploaded files late, as Slack does: the answer to the upload comes before the file is in the channel. */
export class Sharing {
  /** Resolves when a completed upload is to be shown, or "dropped" where it never is. */
  when: (file: SlackFile) => Promise<"shown" | "dropped"> = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return "shown";
  };
  readonly #workspace: Workspace;
  readonly #announcer: Announcer;
  readonly #url: () => string;

  constructor(workspace: Workspace, announcer: Announcer, url: () => string) {
    this.#workspace = workspace;
    this.#announcer = announcer;
    this.#url = url;
  }

  share(files: readonly SlackFile[], channel: string, thread: string | undefined, comment: string): void {
    const [first] = files;
    if (first === undefined) return;
    void this.when(first).then((fate) => (fate === "shown" ? this.#show(files, channel, thread, comment) : undefined));
  }

  #show(files: readonly SlackFile[], channel: string, thread: string | undefined, text: string): void {
    const ts = this.#workspace.nextTs();
    const inThread = thread === undefined ? {} : { thread_ts: thread };
    const known = files.filter(({ id }) => this.#workspace.files.has(id));
    for (const file of known) {
      this.#workspace.files.set(file.id, { ...file, shares: [...file.shares, { channel, ts, ...inThread }] });
    }
    const message: SlackMessage = {
      type: "message",
      subtype: "file_share",
      channel,
      ts,
      user: bot.user,
      bot_id: bot.id,
      team,
      text,
      files: known.map((file) => wireFile(file, this.#url())),
      ...inThread,
    };
    this.#workspace.put(message);
    this.#announcer.posted(message);
  }
}
